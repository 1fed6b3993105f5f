/// One line of a file of comma separated values (RFC 4180), the only reader of such lines here.
///
/// A field in quotation marks may hold commas, and two quotation marks for one. A field never goes over the end of a line.
public struct CommaSeparatedLine: Hashable, Sendable {
    /// The fields in order, without their quotation marks; never empty: an empty line is one empty field.
    public let fields: [String]

    /// `nil` when a quotation mark is not closed, or stands inside a field that does not begin with one.
    public init?(_ line: some StringProtocol) {
        var fields: [String] = []
        var field = ""
        var state = State.start
        for character in line {
            switch (state, character) {
            case (.start, "\""): state = .quoted
            case (.quoted, "\""): state = .closed
            // The second of two quotation marks: both together stand for one.
            case (.closed, "\""):
                field.append(character)
                state = .quoted
            case (.start, ","), (.plain, ","), (.closed, ","):
                fields.append(field)
                field = ""
                state = .start
            case (.plain, "\""), (.closed, _): return nil
            case (.quoted, _): field.append(character)
            case (.start, _), (.plain, _):
                field.append(character)
                state = .plain
            }
        }
        guard state != .quoted else { return nil }
        self.fields = fields + [field]
    }

    private enum State { case start, plain, quoted, closed }
}
