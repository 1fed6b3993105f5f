public import Contracts
public import Foundation

/// Decides how a publisher compares its outbox with what one consumer has: what to ask, when to ask again, what to send
/// again. Its state is a row in the publisher's database, so whichever process is there goes on with it.
///
/// The publisher walks through the rows that the broker has confirmed, a window at a time, and asks the consumer which of
/// them it lacks. The question travels behind them in the consumer's own queue. What two answers in a row name is sent
/// again, under its old message id, and asked for until the consumer lacks nothing; only then the walk goes on.
public struct ReconciliationMachine: Hashable, Sendable, Codable {
    /// How much a walk compares.
    public enum Scope: String, Hashable, Sendable, Codable {
        /// What was published since the last walk.
        case regular
        /// Everything that the outbox keeps.
        case full
    }

    /// Neighbouring rows of the outbox that the broker has confirmed.
    public struct Window: Hashable, Sendable {
        /// The last row that was looked at.
        public var through: OutboxPosition
        /// The messages that the consumer binds, and no others.
        public var published: [SequenceRange]
        /// Whether nothing confirmed comes after it.
        public var isLast: Bool
        /// The row before the first one that no queue has taken yet. The next walk begins there.
        public var heldAfter: OutboxPosition?

        /// A window with everything said.
        public init(
            through: OutboxPosition, published: [SequenceRange], isLast: Bool, heldAfter: OutboxPosition? = nil
        ) {
            self.through = through
            self.published = published
            self.isLast = isLast
            self.heldAfter = heldAfter
        }
    }

    /// What the publisher learns.
    public enum Input: Hashable, Sendable {
        /// Time has passed.
        case tick
        /// Somebody wants it now.
        case order(Scope)
        /// The rows that it asked to read. `name` is the message id of the question that it may ask about them, if it
        /// is a new one.
        case window(Window, name: MessageID)
        /// The consumer's answer to a question; `missing` names nothing outside that question's window.
        case answer(question: MessageID, missing: [SequenceRange], waiting: Int, parked: Int)
        /// The consumer waits for something.
        case request(isRepeated: Bool)
    }

    /// What the publisher is to do. Everything is done in the transaction that writes the state down, except `ask`, which
    /// is done after its commit.
    public enum Effect: Hashable, Sendable {
        /// Read the rows after a place, up to another or as many as make one question; answer `window`.
        case read(after: OutboxPosition, through: OutboxPosition?)
        /// Send a statement under this message id.
        case ask(MessageID, [SequenceRange])
        /// Publish these rows again, as they were. `found` of the messages were not known to be missing before.
        case sendAgain([SequenceRange], after: OutboxPosition, through: OutboxPosition, found: Int)
    }

    private struct Question: Hashable, Sendable, Codable {
        var name: MessageID
        var through: OutboxPosition
        var isLast: Bool
        var isAnswered = false
        /// How often it was asked under this name.
        var asked = 0
        /// What the last answer named.
        var suspects: [SequenceRange] = []
        /// What was sent again, and how often that was done.
        var sentAgain: [SequenceRange] = []
        var mends = 0
    }

    private struct Walk: Hashable, Sendable, Codable {
        var scope: Scope
        var position: OutboxPosition
        var heldAfter: OutboxPosition?
        var question: Question?
        /// It has stood aside and has had no answer since. Were it to stand aside again, a consumer that asks more often
        /// than it answers would never let it move.
        var isOwedAnswer: Bool?
    }

    private var walk: Walk?
    /// A walk over everything that has stepped aside; it goes on where it was.
    private var aside: Walk?
    /// The consumer waits for something, and the present walk is to step aside after its present step.
    private var isAwaited: Bool?
    private var lastFull: Date?

    /// The consumer lacks nothing up to here.
    public private(set) var reconciled = OutboxPosition.start
    /// When there is something to do; a `tick` before does nothing.
    public private(set) var dueAt: Date
    /// How many messages are known to be missing at the consumer at this moment; 0 at rest.
    public private(set) var drift = 0
    /// When a walk last ended.
    public private(set) var lastComplete: Date?
    /// Since when a question has not been answered; `nil` when none is open.
    public private(set) var unansweredSince: Date?
    /// What the consumer said last of messages that wait there for another attempt or for one before them.
    public private(set) var waiting = 0
    /// What the consumer said last of messages that rest parked there.
    public private(set) var parked = 0

    /// A consumer that has never been asked; it is due at once.
    public init(at now: Date) { self.dueAt = now }

    /// What a walk compares at this moment; `nil` between two walks.
    public var scope: Scope? { self.walk?.scope }

    /// The question to which an answer is expected, and the rows that it is about; `nil` when there is none.
    public var openQuestion: (name: MessageID, after: OutboxPosition, through: OutboxPosition)? {
        guard let walk = self.walk, let question = walk.question, !question.isAnswered else { return nil }
        return (question.name, walk.position, question.through)
    }

    /// Learns something, and says what to do about it.
    public mutating func handle(_ input: Input, now: Date, rules: ReconciliationRules) -> [Effect] {
        switch input {
        case .tick: self.tick(now, rules)
        case .order(let scope): self.order(scope, now)
        case .request(let isRepeated): self.request(isRepeated, now, rules)
        case .window(let window, let name): self.ask(window, name, now, rules)
        case .answer(let name, let missing, let waiting, let parked):
            self.learn(name, missing, waiting, parked, now, rules)
        }
    }

    // MARK: - Beginning

    private mutating func tick(_ now: Date, _ rules: ReconciliationRules) -> [Effect] {
        // A clock that was set back must not put everything off.
        let farthest = now + max(rules.interval, rules.patienceCap, rules.mendCap)
        guard self.dueAt <= now || self.dueAt > farthest else { return [] }
        if self.walk == nil {
            let isNight = self.lastFull.map { $0 < rules.night(before: now) } ?? true
            self.begin(isNight ? .full : .regular)
        }
        return self.read()
    }

    private mutating func begin(_ scope: Scope) {
        self.walk = Walk(scope: scope, position: scope == .full ? .start : self.reconciled)
        self.isAwaited = nil
        self.unansweredSince = nil
    }

    private mutating func order(_ scope: Scope, _ now: Date) -> [Effect] {
        // It has begun when this is written down: who looks before the first question must not find it at rest.
        if scope == .full { self.aside = nil }
        if scope == .full || self.walk == nil { self.begin(scope) }
        self.dueAt = now
        return []
    }

    private mutating func request(_ isRepeated: Bool, _ now: Date, _ rules: ReconciliationRules) -> [Effect] {
        if let walk = self.walk {
            // A walk over what is new finds what is missing by itself. One over everything may be busy with millions of
            // old rows, for as long as they take: it steps aside, at once unless it knows of something missing.
            // But only for what lies before it: what is new to it begins where nothing has been reconciled yet.
            guard self.leadsForward(from: walk) else { return [] }
            guard walk.isOwedAnswer != true, walk.question.map({ $0.suspects.isEmpty }) ?? true else {
                self.isAwaited = true
                return []
            }
            self.stepAside(walk)
            self.dueAt = now
            return []
        }
        let mayBeFull = self.lastFull.map { $0 + rules.fullAgain <= now } ?? true
        return self.order(isRepeated && mayBeFull ? .full : .regular, now)
    }

    /// Whether a walk over what is new begins beyond this one's place.
    private func leadsForward(from walk: Walk) -> Bool { walk.scope == .full && walk.position < self.reconciled }

    /// What is new is compared first. A question that was open is asked again when the walk goes on.
    private mutating func stepAside(_ walk: Walk) {
        self.aside = walk
        self.aside?.question = nil
        self.aside?.isOwedAnswer = true
        self.begin(.regular)
    }

    // MARK: - Asking

    private func read() -> [Effect] {
        guard let walk = self.walk else { return [] }
        return [.read(after: walk.position, through: walk.question?.through)]
    }

    private mutating func ask(
        _ window: Window, _ name: MessageID, _ now: Date, _ rules: ReconciliationRules
    ) -> [Effect] {
        guard var walk = self.walk else { return [] }
        if let held = window.heldAfter { walk.heldAfter = min(walk.heldAfter ?? held, held) }
        guard !window.published.isEmpty else {
            self.walk = walk
            return self.goOn(behind: window.through, isLast: window.isLast, now, rules)
        }
        var question =
            walk.question ?? Question(name: name, through: window.through, isLast: window.isLast)
        if question.isAnswered {
            // Under a new name, so that a late copy of the last answer is not taken for the next.
            question.name = name
            question.isAnswered = false
            question.asked = 0
        }
        question.asked += 1
        walk.question = question
        self.walk = walk
        self.unansweredSince = self.unansweredSince ?? now
        self.dueAt = now + Self.doubled(rules.patience, question.asked - 1, cap: rules.patienceCap)
        return [.ask(question.name, window.published)]
    }

    // MARK: - Learning

    private mutating func learn(
        _ name: MessageID, _ missing: [SequenceRange], _ waiting: Int, _ parked: Int, _ now: Date,
        _ rules: ReconciliationRules
    ) -> [Effect] {
        guard var walk = self.walk, var question = walk.question, question.name == name, !question.isAnswered else {
            return []
        }
        walk.isOwedAnswer = nil
        self.walk?.isOwedAnswer = nil
        self.unansweredSince = nil
        self.waiting = waiting
        self.parked = parked
        guard !missing.isEmpty else {
            self.drift = 0
            return self.goOn(behind: question.through, isLast: question.isLast, now, rules)
        }
        let certain = missing.intersection(question.suspects)
        question.isAnswered = true
        question.suspects = missing
        defer {
            walk.question = question
            self.walk = walk
        }
        self.drift = certain.messageCount
        guard !certain.isEmpty else {
            self.dueAt = now + rules.settle
            return []
        }
        let found = certain.subtracting(question.sentAgain)
        question.sentAgain += found
        question.mends += 1
        self.dueAt = now + Self.doubled(rules.settle, question.mends - 1, cap: rules.mendCap)
        return [
            .sendAgain(certain, after: walk.position, through: question.through, found: found.messageCount)
        ]
    }

    private mutating func goOn(
        behind position: OutboxPosition, isLast: Bool, _ now: Date, _ rules: ReconciliationRules
    ) -> [Effect] {
        self.walk?.position = position
        self.walk?.question = nil
        guard isLast, let walk = self.walk else {
            if self.isAwaited == true, let walk = self.walk, walk.isOwedAnswer != true {
                if self.leadsForward(from: walk) { self.stepAside(walk) } else { self.isAwaited = nil }
            }
            // Whoever carries this out may leave the reading to the next tick.
            self.dueAt = now
            return self.read()
        }
        self.reconciled = max(self.reconciled, min(position, walk.heldAfter ?? position))
        self.lastComplete = now
        if walk.scope == .full { self.lastFull = now }
        self.isAwaited = nil
        self.walk = self.aside
        self.aside = nil
        guard self.walk == nil else {
            self.dueAt = now
            return self.read()
        }
        if walk.scope == .full {
            // It ended where the relay was at work, and while it waited for answers that has moved. After all data of the
            // broker was lost, what was confirmed just before lies right there: it must not wait for the next time.
            self.begin(.regular)
            self.dueAt = now
            return self.read()
        }
        self.dueAt = now + rules.interval
        return []
    }

    private static func doubled(_ first: Duration, _ times: Int, cap: Duration) -> Duration {
        min(first * (1 << min(times, 20)), cap)
    }
}

extension Date {
    fileprivate static func + (date: Date, span: Duration) -> Date {
        date.addingTimeInterval(span / .seconds(1))
    }
}
