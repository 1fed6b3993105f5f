/// An Indonesian mobile number, `62` and 9 to 12 more digits beginning with 8.
///
/// Source of the shape: common practice, `facts.md` §6.1.
public struct MobileNumber: Hashable, Sendable {
    /// Digits with the country code, without `+`.
    public let digits: String

    /// Reads `0812…`, `812…`, `62812…` and `+62 812-…`; `nil` for everything else.
    public init?(_ text: String) {
        guard text.allSatisfy({ ($0.isASCII && $0.isNumber) || " -+().".contains($0) }) else { return nil }
        var digits = text.filter { $0.isASCII && $0.isNumber }
        if digits.hasPrefix("62") {
            digits.removeFirst(2)
        } else if digits.hasPrefix("0") {
            digits.removeFirst()
        }
        guard digits.hasPrefix("8"), (9...12).contains(digits.count) else { return nil }
        self.digits = "62" + digits
    }
}
