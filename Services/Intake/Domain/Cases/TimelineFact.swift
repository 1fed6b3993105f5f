public import Contracts
public import Foundation

/// One fact on the applicant's timeline, as it is stored.
public struct TimelineFact: Hashable, Sendable, Codable {
    /// What happened.
    public enum Kind: String, Hashable, Sendable, Codable {
        case submitted, resubmitted, opened, returned, declaredComplete, dueMoved, examined, correctionRequested
        case evaluationOpened, evaluated, letterDrafted, letterIssued, refused, delivered, rated, completed
    }

    /// What happened.
    public var kind: Kind
    /// When.
    public var at: Date
    /// From 1, when the fact speaks of one.
    public var round: Int?
    /// The unit that acted.
    public var unit: UnitCode?
    /// How many remarks an officer made.
    public var remarks: Int?
    /// A date that the fact sets: due, or answer by.
    public var day: Day?
    /// An officer's word to the whole.
    public var note: String?
    /// Recommendation or letter number.
    public var number: String?
    /// How far the notice came on each channel.
    public var channels: [ChannelOutcome]?

    /// A fact; parts that do not apply are left out.
    public init(
        _ kind: Kind, at: Date, round: Int? = nil, unit: UnitCode? = nil, remarks: Int? = nil, day: Day? = nil,
        note: String? = nil, number: String? = nil, channels: [ChannelOutcome]? = nil
    ) {
        self.kind = kind
        self.at = at
        self.round = round
        self.unit = unit
        self.remarks = remarks
        self.day = day
        self.note = note
        self.number = number
        self.channels = channels
    }
}
