public import Foundation

/// What is known of the rating of one case, and whether an answer may come now.
public struct CaseRating: Hashable, Sendable {
    /// When the letter was delivered; before that nobody is asked.
    public var deliveredAt: Date?
    /// When the first answer came.
    public var firstAnswerAt: Date?
    /// How many answers have come; the last one counts.
    public private(set) var version: Int

    /// A first answer is taken for as long as the case waits for it: fourteen days after delivery.
    public static let daysForFirstAnswer = 14
    /// Each answer within seven days of the first replaces the last.
    public static let daysForNewAnswer = 7

    /// As it was stored.
    public init(deliveredAt: Date?, firstAnswerAt: Date?, version: Int) {
        self.deliveredAt = deliveredAt
        self.firstAnswerAt = firstAnswerAt
        self.version = version
    }

    /// Whether an answer may come.
    public enum Availability: Hashable, Sendable {
        /// The letter has not been delivered yet.
        case notYet
        /// Until this moment.
        case open(until: Date)
        /// Since this moment not any more.
        case closed(since: Date)
    }

    /// Whether an answer may come at this moment. The end itself is outside.
    public func availability(at now: Date) -> Availability {
        guard let deliveredAt else { return .notYet }
        let end =
            if let firstAnswerAt {
                firstAnswerAt.addingTimeInterval(Double(Self.daysForNewAnswer * 86_400))
            } else {
                deliveredAt.addingTimeInterval(Double(Self.daysForFirstAnswer * 86_400))
            }
        return now < end ? .open(until: end) : .closed(since: end)
    }

    /// Takes an answer; the result is its version, from 1.
    ///
    /// - Throws: ``NotOpen`` before delivery and after the end.
    public mutating func answer(at now: Date) throws(NotOpen) -> Int {
        let availability = self.availability(at: now)
        guard case .open = availability else { throw NotOpen(availability: availability) }
        if self.firstAnswerAt == nil { self.firstAnswerAt = now }
        self.version += 1
        return self.version
    }

    /// No answer may come now.
    public struct NotOpen: Error, Hashable, Sendable {
        /// Why.
        public let availability: Availability

        /// No answer for this reason.
        public init(availability: Availability) { self.availability = availability }
    }
}
