/// One length of time for complaints, with where it is from. The regulation's own text could not be read, so every term is
/// data, and says whether somebody has checked it.
public struct ComplaintTerm: Hashable, Sendable, Codable {
    /// Working days, 1 to 365; `nil` where no time is fixed.
    public let workingDays: Int?
    /// From which moment they count.
    public let from: Start
    /// Who says so.
    public let source: String
    /// Whether the source's own text was read.
    public let isVerified: Bool

    /// The moment from which a term counts.
    public enum Start: String, Hashable, Sendable, Codable {
        /// The complaint came in.
        case received
        /// It was passed to whoever can act.
        case forwarded
        /// The last follow-up of the office, or the last reply to it: each reply opens the time again.
        case followedUp = "followed-up"
    }
}
