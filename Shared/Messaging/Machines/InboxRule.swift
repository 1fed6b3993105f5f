import Mutants

/// What is done about one message, given what the database knows about it. The store asks, this decides, the store writes;
/// nothing here reads or writes anything.
public enum InboxRule {
    /// Where a message comes from decides what must be true for it to run.
    public enum Origin: Hashable, Sendable {
        /// The broker handed it out.
        case delivery
        /// It was kept because it had come before its turn.
        case early
        /// It failed before, or an operator lets it run again.
        case retry
    }

    /// What the database knows, read with the subject locked.
    public struct Standing: Hashable, Sendable {
        /// The last sequence of the subject that has left the lane; 0 before the first.
        public var applied: Int64
        /// Whether a row says that the message waits for another attempt.
        public var isRetried: Bool
        /// Whether that row is due and nobody else has it.
        public var isDue: Bool
        /// Whether the message is kept as one that came early.
        public var isKept: Bool
        /// Whether it was made before the oldest time that the inbox still remembers.
        public var isForgotten: Bool
        /// Whether another message has left the lane under its number.
        public var isOther: Bool

        /// A standing; what is not said is not so.
        public init(
            applied: Int64, isRetried: Bool = false, isDue: Bool = false, isKept: Bool = false,
            isForgotten: Bool = false, isOther: Bool = false
        ) {
            self.applied = applied
            self.isRetried = isRetried
            self.isDue = isDue
            self.isKept = isKept
            self.isForgotten = isForgotten
            self.isOther = isOther
        }
    }

    /// What becomes of it.
    public enum Verdict: Hashable, Sendable {
        /// It is its turn.
        case apply
        /// It has left the lane before, or somebody else has it.
        case duplicate
        /// It came before its turn and is kept.
        case keep
        /// Its own failed attempt waits; that row runs it.
        case waiting
        /// So old that nobody can say whether it had its effect: it is parked.
        case forgotten
        /// Its number belongs to another message, so it is no copy and its turn will not come: it is parked.
        case conflict
    }

    /// Decides about a message with this place in the stream of its subject.
    public static func verdict(_ sequence: Int64, origin: Origin, standing: Standing) -> Verdict {
        if Mutation.isActive(.positionNotChecked) { return .apply }
        switch origin {
        case .delivery:
            // The position never forgets, so what is old by it needs no inbox.
            if sequence <= standing.applied { return standing.isOther ? .conflict : .duplicate }
            if standing.isForgotten { return .forgotten }
            if sequence > standing.applied + 1 { return .keep }
            return standing.isRetried ? .waiting : .apply
        case .early:
            guard sequence == standing.applied + 1, standing.isKept else { return .duplicate }
            return standing.isForgotten ? .forgotten : .apply
        case .retry:
            guard standing.isDue else { return .duplicate }
            return standing.isForgotten ? .forgotten : .apply
        }
    }

    /// Whether the subject's position moves to this message when it has been applied or parked.
    public static func advances(_ sequence: Int64, applied: Int64) -> Bool { sequence == applied + 1 }

    // MARK: - Failures

    /// What a failed attempt says about the message.
    public enum Failure: Hashable, Sendable {
        /// Nothing: the database is away, or nobody knows whether the commit came through.
        case away
        /// The handler says that trying again is useless.
        case park(ParkReason)
        /// The attempt failed, with this code.
        case attempt(code: String)
    }

    /// What follows from a failure.
    public enum Consequence: Hashable, Sendable {
        /// The message is held and tried again; the inbox decides.
        case hold
        /// It is written down to be tried again after this wait.
        case postpone(Duration)
        /// It leaves the lane.
        case park(ParkReason)
    }

    /// Decides what follows.
    ///
    /// - Parameters:
    ///   - attempt: the number of the attempt that failed, from 1.
    ///   - random01: 0 ..< 1, for the spread of waits.
    public static func consequence(
        of failure: Failure, attempt: Int, policy: RetryPolicy, random01: Double
    ) -> Consequence {
        switch failure {
        case .away: .hold
        case .park(let reason): .park(reason)
        case .attempt(let code):
            policy.delay(afterAttempt: attempt, random01: random01).map { .postpone($0) }
                ?? .park(.exhausted(code))
        }
    }

    /// Whether a failed attempt is still to be written down; another copy may have come to an end meanwhile.
    public static func isOpen(_ sequence: Int64, origin: Origin, standing: Standing) -> Bool {
        switch origin {
        case .delivery: sequence > standing.applied
        case .early: sequence > standing.applied && standing.isKept
        case .retry: standing.isDue
        }
    }

    /// What parking does to the lane.
    public enum Leaving: Hashable, Sendable {
        /// Nothing is parked: this is another copy of what has left the lane.
        case anotherCopy
        /// The position moves past it.
        case advance
        /// Its place is remembered, and passed when its turn comes.
        case mark
        /// It is parked and moves nothing.
        case aside
    }

    /// Decides how a message leaves.
    ///
    /// - Parameters:
    ///   - sequence: `nil` when its place cannot be read.
    ///   - isOther: whether another message has left the lane under its number.
    public static func leaving(
        _ sequence: Int64?, origin: Origin, applied: Int64, isOther: Bool = false
    ) -> Leaving {
        guard let sequence else { return .aside }
        if sequence <= applied { return origin == .retry || isOther ? .aside : .anotherCopy }
        return self.advances(sequence, applied: applied) ? .advance : .mark
    }

    // MARK: - Attempts that ended with the process

    /// How a message is begun that may have ended a process before.
    public enum Treatment: Hashable, Sendable {
        /// Like any other, in a batch.
        case together
        /// With nothing beside it in this process: if the process ends again, it was this message.
        case alone
        /// Not at all: it has ended the process often enough.
        case park
    }

    /// From this beginning on a message runs alone.
    public static let aloneFrom = 3
    /// After so many beginnings without an end a message is parked.
    public static let mostBegun = 6

    /// Decides how to begin a message that was begun this often without coming to an end.
    public static func treatment(begun: Int) -> Treatment {
        if begun >= (Mutation.isActive(.neighboursBlamed) ? 2 : self.mostBegun) { return .park }
        return begun + 1 >= self.aloneFrom ? .alone : .together
    }
}
