/// A control with label, hint and error: `{{>field}}`.
public struct Field: Hashable, Sendable, MarkupConvertible {
    /// Which control.
    public enum Control: Hashable, Sendable {
        /// One line. `type` is an HTML input type: `text`, `email`, `tel`, `date`, `number`, `password`, `search`.
        case line(type: String = "text", inputMode: String? = nil)
        /// Several lines.
        case area(rows: Int = 4)
        /// A drop-down list.
        case select([Choice])
        /// One of several.
        case radios([Choice])
        /// Any of several.
        case checkboxes([Choice])
        /// A file; `accept` as in HTML.
        case file(accept: String)
    }

    /// The control's name; its `id` is made of it.
    public var name: String
    /// What is asked.
    public var label: String
    /// How to answer; an example.
    public var hint: String?
    /// What is wrong with the answer and how to mend it.
    public var error: String?
    /// The answer so far (not used by choices, which say themselves what is chosen).
    public var value: String
    /// Which control.
    public var control: Control
    /// Whether it must be answered. Optional fields say so.
    public var required: Bool
    /// The browser's hint for filling in: `email`, `current-password`, `name` …
    public var autocomplete: String?
    /// Most characters.
    public var maxLength: Int?

    /// A field with everything said.
    public init(
        _ name: String, _ label: String, hint: String? = nil, error: String? = nil, value: String? = nil,
        control: Control = .line(), required: Bool = true, autocomplete: String? = nil, maxLength: Int? = nil
    ) {
        self.name = name
        self.label = label
        self.hint = hint
        self.error = error
        self.value = value ?? ""
        self.control = control
        self.required = required
        self.autocomplete = autocomplete
        self.maxLength = maxLength
    }

    /// The `id` of the control with this name; where an error summary links to.
    public static func id(of name: String) -> String {
        "f-" + name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "-" }.joined()
    }

    public var markup: [String: Any?] {
        let id = Self.id(of: self.name)
        let described = [self.hint.map { _ in id + "-hint" }, self.error.map { _ in id + "-error" }].compactMap { $0 }
        var values: [String: Any?] = [
            "id": id, "name": self.name, "label": self.label, "hint": self.hint, "error": self.error,
            "value": self.value, "required": self.required, "autocomplete": self.autocomplete,
            "maxLength": self.maxLength, "describedBy": described.joined(separator: " "), "isLine": false,
            "isArea": false, "isSelect": false, "isGroup": false, "isFile": false, "type": nil, "inputMode": nil,
            "rows": nil, "choices": nil, "accept": nil,
        ]
        func choices(_ list: [Choice]) -> [[String: Any?]] {
            list.enumerated().map { index, choice in
                [
                    "id": index == 0 ? id : "\(id)-\(index)", "value": choice.value, "label": choice.label,
                    "hint": choice.hint, "chosen": choice.chosen,
                ]
            }
        }
        switch self.control {
        case .line(let type, let inputMode):
            values["isLine"] = true
            values["type"] = type
            values["inputMode"] = inputMode
        case .area(let rows):
            values["isArea"] = true
            values["rows"] = rows
        case .select(let list):
            values["isSelect"] = true
            values["choices"] = choices(list)
        case .radios(let list):
            values["isGroup"] = true
            values["type"] = "radio"
            values["choices"] = choices(list)
        case .checkboxes(let list):
            values["isGroup"] = true
            values["type"] = "checkbox"
            values["choices"] = choices(list)
        case .file(let accept):
            values["isFile"] = true
            values["accept"] = accept
        }
        return values
    }
}
