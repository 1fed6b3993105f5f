public import Foundation

/// What has happened to a complaint so far: as much as its deadlines need. Moments that have not come are `nil`.
public struct ComplaintCourse: Hashable, Sendable {
    /// When it came in.
    public var receivedAt: Date
    /// What it is, once somebody has looked at it.
    public var complaintClass: ComplaintClass?
    /// When it was passed to whoever can act.
    public var forwardedAt: Date?
    /// When the office first answered or acted.
    public var firstAnsweredAt: Date?
    /// When the office last acted, or the complainant last replied to that.
    public var lastFollowUpAt: Date?
    /// When it was finished.
    public var finishedAt: Date?

    /// A complaint with as much as has happened.
    public init(
        receivedAt: Date, complaintClass: ComplaintClass? = nil, forwardedAt: Date? = nil,
        firstAnsweredAt: Date? = nil, lastFollowUpAt: Date? = nil, finishedAt: Date? = nil
    ) {
        self.receivedAt = receivedAt
        self.complaintClass = complaintClass
        self.forwardedAt = forwardedAt
        self.firstAnsweredAt = firstAnsweredAt
        self.lastFollowUpAt = lastFollowUpAt
        self.finishedAt = finishedAt
    }

    /// The moment from which a term counts; `nil` when it has not come.
    func moment(of start: ComplaintTerm.Start) -> Date? {
        switch start {
        case .received: self.receivedAt
        case .forwarded: self.forwardedAt
        case .followedUp: self.lastFollowUpAt ?? self.firstAnsweredAt
        }
    }

    /// When a duty was done; `nil` while it is not. What finishes a complaint does every duty to it.
    func moment(of duty: ComplaintDuty) -> Date? {
        switch duty {
        case .verification: self.forwardedAt ?? self.finishedAt
        case .firstAnswer: self.firstAnsweredAt ?? self.finishedAt
        case .silence, .completion: self.finishedAt
        }
    }
}
