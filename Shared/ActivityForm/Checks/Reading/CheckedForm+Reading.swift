import Contracts

extension CheckedForm {
    /// What stands there, of whatever kind.
    func content(_ path: String) -> Reading<JSONValue> {
        self.lacks(path) ? .lacking : Self.content(self.raw(path))
    }

    private static func content(_ value: JSONValue?) -> Reading<JSONValue> {
        guard let value, value != .null else { return .empty }
        // An empty list says that nothing was ticked; a group without answers says nothing.
        if value == .array([]) { return .value(value) }
        return value.isEmptyAnswer || value.string.map(PlainWords.saysNothing) == true ? .empty : .value(value)
    }

    /// Text without markup and without blanks at its ends; a number as it is written.
    func text(_ path: String) -> Reading<String> { Self.text(self.content(path)) }

    private static func text(_ content: Reading<JSONValue>) -> Reading<String> {
        let read = content.then { value -> String? in
            switch value {
            case .string(let text): PlainWords.text(text)
            case .integer(let number): String(number)
            case .number(let number): String(number)
            default: nil
            }
        }
        // Markup without text in it.
        return read.value == "" ? .empty : read
    }

    /// A code; a yes or no; or a word that stands for a code (see ``AnswerWords``).
    func code(_ path: String) -> Reading<Int> {
        self.content(path).then { value in
            switch value {
            case .integer(let code): code
            case .bool(let yes): yes ? 1 : 2
            case .string(let text): AnswerWords.code(of: text, at: path)
            default: nil
            }
        }
    }

    /// The codes of a list; words among them as for ``code(_:)``.
    func codes(_ path: String) -> Reading<[Int]> {
        self.content(path).then { value in
            guard let elements = value.array else { return nil }
            let codes = elements.compactMap { $0.integer }
            return codes.count == elements.count ? codes : nil
        }
    }

    /// A whole number, also one written as text of nothing but digits: "4 orang" is no number.
    func number(_ path: String) -> Reading<Int> {
        self.content(path).then { value in
            switch value {
            case .integer(let number): number
            case .string(let text): Int(PlainWords.text(text))
            default: nil
            }
        }
    }

    /// The first or last day of a stage: `3.3/pengumpulan`, `awal`.
    func day(_ path: String, _ end: String) -> Reading<Day> {
        if self.lacks(path) { return .lacking }
        return self.content("\(path)/\(end)").then { value in
            guard let text = value.string.map(PlainWords.text) else { return nil }
            // A moment (`2026-01-02T03:04:05`) counts as its day.
            return DateFields.day(String(text.prefix { $0 != "T" && $0 != " " }))
        }
    }

    /// One column of the table of variables, row by row; `nil` when there is no table that can be read.
    func column(_ key: String) -> [Reading<String>]? {
        guard let rows = self.answers["3.4"]?.array, !rows.isEmpty else { return nil }
        if self.lacks("3.4/\(key)") { return rows.map { _ in .lacking } }
        return rows.enumerated().map { index, row in
            guard let cells = row.object, !self.lacks(key, inRow: index) else { return .lacking }
            return Self.text(Self.content(cells[key]))
        }
    }

    /// The way of collecting; `nil` when it is not known.
    var kind: ActivityKind? { self.code("cara").value.flatMap(ActivityKind.init) }
}
