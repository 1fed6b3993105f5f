/// The identifier of one mail, chosen by the caller so that sending again after a doubt carries the same one.
public struct MailMessageID: Hashable, Sendable, CustomStringConvertible {
    /// `<left@right>`.
    public let text: String

    /// `nil` unless both sides are made of letters, digits, `-`, `.` and `_`, and neither is empty or over 120 characters.
    public init?(left: String, right: String) {
        func isFit(_ text: String) -> Bool {
            (1...120).contains(text.utf8.count)
                && text.utf8.allSatisfy { byte in
                    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                        || "-._".utf8.contains(byte)
                }
        }
        guard isFit(left), isFit(right) else { return nil }
        self.text = "<\(left)@\(right)>"
    }

    /// The same as ``text``.
    public var description: String { self.text }
}
