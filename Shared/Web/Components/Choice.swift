/// One option of a select, radio group or group of check boxes.
public struct Choice: Hashable, Sendable {
    /// What is sent.
    public var value: String
    /// What is read.
    public var label: String
    /// Said in small letters below the label.
    public var hint: String?
    /// Whether it is chosen.
    public var chosen: Bool

    /// An option.
    public init(_ value: String, _ label: String, hint: String? = nil, chosen: Bool = false) {
        self.value = value
        self.label = label
        self.hint = hint
        self.chosen = chosen
    }
}
