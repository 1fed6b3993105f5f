public import Contracts
public import Foundation

extension Case {
    /// Days after delivery at which a case is completed without a rating.
    public static let daysToRate = 14

    /// Notify has delivered the letter. Completes the case at once when a rating is already here.
    ///
    /// - Returns: `false` when the delivery is already recorded.
    public mutating func recordDelivery(of letter: LetterID, at moment: Date, now: Date) throws(Problem) -> Bool {
        guard self.deliveredAt == nil else { return false }
        guard StateTable.allows(.recordDelivery, in: self.state), self.letter?.id == letter else {
            throw .illegalStep(.recordDelivery, in: self.state)
        }
        self.deliveredAt = moment
        self.state = .delivered
        self.record(.recordDelivery, by: nil, at: now)
        if self.ratedAt != nil { self.complete(at: now) }
        return true
    }

    /// The applicant has rated. Completes a delivered case; before the delivery is known here, it is only noted.
    ///
    /// - Returns: `false` when nothing changes: a later rating, or a completed case.
    public mutating func recordRating(at moment: Date, now: Date) throws(Problem) -> Bool {
        guard self.ratedAt == nil, self.state != .completed else { return false }
        guard StateTable.allows(.recordRating, in: self.state) else {
            throw .illegalStep(.recordRating, in: self.state)
        }
        self.ratedAt = moment
        self.record(.recordRating, by: nil, at: now)
        if self.state == .delivered { self.complete(at: now) }
        return true
    }

    /// The time to rate is over.
    ///
    /// - Returns: `false` when the case is already completed.
    public mutating func completeUnrated(at now: Date) -> Bool {
        guard self.state == .delivered else { return false }
        self.complete(at: now)
        return true
    }

    private mutating func complete(at now: Date) {
        self.state = .completed
        self.holder = nil
        self.record(
            .complete, by: nil, at: now,
            event: CaseCompleted(caseId: self.id, rated: self.ratedAt != nil, completedAt: now))
    }
}
