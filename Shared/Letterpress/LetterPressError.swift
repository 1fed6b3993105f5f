/// Why no PDF could be made. Holds no text of the letter.
public enum LetterPressError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The font Liberation Sans (package fonts-liberation2) is not installed; another would look different.
    case fontMissing
    /// The logo is not a PNG file that can be read.
    case logoUnreadable
    /// The verification address does not fit into a QR code.
    case addressTooLong
    /// The drawing library refused, with its status.
    case drawingFailed(Int)

    public var description: String {
        switch self {
        case .fontMissing: "The font Liberation Sans is not installed (package fonts-liberation2)."
        case .logoUnreadable: "The logo of the letterhead cannot be read as PNG."
        case .addressTooLong: "The verification address does not fit into a QR code."
        case .drawingFailed(let status): "The PDF could not be drawn (cairo status \(status))."
        }
    }
}
