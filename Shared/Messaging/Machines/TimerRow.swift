public import Foundation
import Mutants
import Threading

/// A timer as its row: what the SQL of `MessagingLive` does to it, for the simulation and for the tests of that SQL.
public struct TimerRow: Hashable, Sendable {
    /// When it is due.
    public private(set) var dueAt: Date
    /// Not before this it is taken again.
    public private(set) var nextTryAt: Date
    /// Attempts that were taken since it was armed.
    public private(set) var attempts = 0
    /// When it fired; `nil` while it is armed.
    public private(set) var firedAt: Date?

    /// An armed timer. Arming the same one anew makes a new row in its place.
    public init(dueAt: Date) {
        self.dueAt = dueAt
        self.nextTryAt = dueAt
    }

    private static let leases = Backoff(first: .seconds(5), cap: Self.longestLease)
    /// The longest time between two attempts at a timer that fails.
    public static let longestLease: Duration = .seconds(600)

    /// How long an attempt keeps others away, and a failed one puts off the next: the spread half is random.
    ///
    /// - Parameter attempt: from 1.
    public static func lease(attempt: Int, random01: Double) -> Duration {
        self.leases.bound(attempt: max(1, attempt) - 1) * (0.5 + min(max(random01, 0), 1) / 2)
    }

    /// Whether it may be taken. A put-off time further away than any lease comes from a clock that has jumped back since.
    public func isTakable(at now: Date) -> Bool {
        self.firedAt == nil && self.dueAt <= now
            && (self.nextTryAt <= now || self.nextTryAt > now + Self.longestLease / .seconds(1))
    }

    /// Takes it, if it may be.
    ///
    /// - Returns: the number of the attempt.
    public mutating func take(at now: Date, random01: Double) -> Int? {
        guard self.isTakable(at: now) else { return nil }
        self.attempts += 1
        self.nextTryAt = now + Self.lease(attempt: self.attempts, random01: random01) / .seconds(1)
        return self.attempts
    }

    /// Marks it as fired.
    ///
    /// - Returns: whether the attempt is still the one that may: `false` means that the handler must not run.
    public mutating func fire(attempt: Int, at now: Date) -> Bool {
        guard Mutation.isActive(.timerFiresAgain) || (self.firedAt == nil && self.attempts == attempt) else {
            return false
        }
        self.firedAt = now
        return true
    }
}
