public import Foundation
import Mutants

/// The states of one obligation on a channel that is sent; the only place where they change.
public struct SendingProgress: Hashable, Sendable {
    /// How far.
    public private(set) var state: ObligationState
    /// How many attempts have been begun.
    public private(set) var attempts: Int
    /// When the next one is due; only while waiting.
    public private(set) var nextAttemptAt: Date?

    /// As it was stored.
    public init(state: ObligationState, attempts: Int, nextAttemptAt: Date?) {
        self.state = state
        self.attempts = attempts
        self.nextAttemptAt = nextAttemptAt
    }

    /// A step that the state does not allow.
    public struct NotAllowed: Error, Hashable, Sendable {
        /// The state that was found.
        public let state: ObligationState

        /// Not allowed in this state.
        public init(state: ObligationState) { self.state = state }
    }

    /// Begins an attempt. Only what waits and is due may be begun.
    public mutating func begin(at now: Date) throws(NotAllowed) {
        guard self.state == .waiting, let due = self.nextAttemptAt, due <= now else {
            throw NotAllowed(state: self.state)
        }
        if !Mutation.isActive(.mailBeforeAttempt) { self.state = .sending }
        self.attempts += 1
        if !Mutation.isActive(.mailBeforeAttempt) { self.nextAttemptAt = nil }
    }

    /// Ends an attempt. What was in doubt may still be cleared up by the attempt's own, late verdict.
    public mutating func conclude(_ verdict: AttemptVerdict, at now: Date, schedule: MailSchedule) throws(NotAllowed) {
        guard self.state == .sending || self.state == .inDoubt else { throw NotAllowed(state: self.state) }
        switch verdict {
        case .taken: self.state = .handedOver
        case .refused: self.state = .failed
        case .unknown: self.state = Mutation.isActive(.resendFromDoubt) ? .waiting : .inDoubt
        case .notTaken:
            if let pause = schedule.pause(afterAttempt: self.attempts) {
                self.state = .waiting
                self.nextAttemptAt = now.addingTimeInterval(pause)
            } else {
                self.state = .failed
            }
        }
    }

    /// A person has found out what became of a mail in doubt, or wants a failed one to be sent once more.
    public mutating func settle(_ decision: Settlement, at now: Date) throws(NotAllowed) {
        switch (decision, self.state) {
        case (.taken, .inDoubt):
            self.state = .handedOver
        case (.sendAgain, .inDoubt), (.sendAgain, .failed):
            self.state = .waiting
            self.nextAttemptAt = now
        case (.taken, _), (.sendAgain, _): throw NotAllowed(state: self.state)
        }
    }
}

/// What an operator decides about a mail that the system may not decide by itself.
public enum Settlement: String, Hashable, Sendable, CaseIterable {
    /// The receiver has it.
    case taken = "terkirim"
    /// It shall be sent once more, at the risk of a second copy.
    case sendAgain = "ulangi"
}
