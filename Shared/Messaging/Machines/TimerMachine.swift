import Threading

/// Decides what one node does about due timers: when to look, how many to take, what to fire, how long to rest.
///
/// A timer is taken first and fired after, in two transactions. Taking counts an attempt and puts the next one off, so a
/// timer whose handler throws, hangs, or kills the process holds up no other: whoever looks next finds the others first.
/// Firing marks the timer and runs its handler in one transaction, and only for the attempt that was taken.
public struct TimerMachine: Sendable {
    /// One attempt at one timer, taken by this node.
    public struct Claim: Hashable, Sendable {
        /// What has to be done.
        public var name: String
        /// About what.
        public var subject: String
        /// Which step of a ladder; empty for a timer with one.
        public var rung: String
        /// Which attempt it is, from 1. Another node that takes the timer later has a higher one.
        public var attempt: Int

        /// An attempt.
        public init(name: String, subject: String, rung: String = "", attempt: Int) {
            self.name = name
            self.subject = subject
            self.rung = rung
            self.attempt = attempt
        }
    }

    /// How firing ended.
    public enum Ending: Hashable, Sendable {
        /// Marked as fired, handler's work committed.
        case fired
        /// It was cancelled, moved, fired, or taken by another node meanwhile. Nothing was done.
        case superseded
        /// The handler failed; nothing of it is left. The put-off time of the claim stands.
        case failed
        /// The database is away, or nobody knows whether the commit came through. The same claim is fired again: if the
        /// commit did come through, it is superseded.
        case away
    }

    /// What the node learns.
    public enum Input: Hashable, Sendable {
        /// It begins, somebody has armed a timer, or the rest is over.
        case tick
        /// What it asked for is taken.
        case taken([Claim])
        /// Taking failed: the database is away.
        case takeFailed
        /// Firing has ended.
        case ended(Claim, Ending)
    }

    /// What the node is to do.
    public enum Effect: Hashable, Sendable {
        /// Take at most so many due timers, and answer `taken` or `takeFailed`.
        case take(limit: Int)
        /// Fire this one, and answer `ended`.
        case fire(Claim)
        /// Rest so long or until somebody arms a timer, then answer `tick`. There is never more than one rest.
        case rest(Duration)
    }

    private let lanes: Int
    private let poll: Duration
    private let away: Backoff
    private var isTaking = false
    private var isResting = false
    private var mayBeMore = true
    /// How many the present taking asked for, and whether somebody has armed a timer since.
    private var asked = 0
    private var rangMeanwhile = false
    private var firing: Set<Claim> = []
    private var held: [Claim] = []
    private var failures = 0

    /// A node that knows nothing yet. The first input is `tick`.
    ///
    /// - Parameters:
    ///   - lanes: how many timers are fired at a time; one that hangs takes one lane.
    ///   - poll: the longest rest when nobody wakes it.
    ///   - awayCap: the longest rest while the database is away.
    public init(lanes: Int, poll: Duration, awayCap: Duration) {
        self.lanes = max(1, lanes)
        self.poll = poll
        self.away = Backoff(first: .milliseconds(100), cap: awayCap)
    }

    /// Whether anything is taken that has not ended.
    public var isBusy: Bool { self.isTaking || !self.firing.isEmpty || !self.held.isEmpty }

    /// Learns something, and says what to do about it.
    public mutating func handle(_ input: Input, now: ContinuousClock.Instant) -> [Effect] {
        switch input {
        case .tick:
            self.isResting = false
            self.mayBeMore = true
            self.rangMeanwhile = self.isTaking
            return self.look()
        case .taken(let claims):
            self.isTaking = false
            self.failures = 0
            // Fewer than asked for: there is nothing left for now, except what was armed while we looked.
            if claims.count < self.asked { self.mayBeMore = self.rangMeanwhile }
            self.firing.formUnion(claims)
            return claims.map { .fire($0) } + self.look()
        case .takeFailed:
            self.isTaking = false
            self.failures += 1
            return self.look(afterFailure: true)
        case .ended(let claim, let ending):
            self.firing.remove(claim)
            guard ending == .away else {
                self.failures = 0
                return self.look()
            }
            self.held.append(claim)
            self.failures += 1
            return self.look(afterFailure: true)
        }
    }

    private mutating func look(afterFailure: Bool = false) -> [Effect] {
        var effects: [Effect] = []
        let free = self.lanes - self.firing.count - self.held.count
        if afterFailure {
            // The next tick tries again.
            self.mayBeMore = true
        } else if !self.held.isEmpty {
            // What was taken comes before what could be taken; both tell whether the database is back.
            effects += self.held.map { .fire($0) }
            self.firing.formUnion(self.held)
            self.held = []
        } else if self.mayBeMore, !self.isTaking, free > 0 {
            self.isTaking = true
            self.rangMeanwhile = false
            self.asked = free
            effects.append(.take(limit: free))
        }
        if !self.isResting {
            self.isResting = true
            effects.append(.rest(self.failures > 0 ? self.away.bound(attempt: self.failures - 1) : self.poll))
        }
        return effects
    }
}
