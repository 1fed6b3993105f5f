import Mutants
public import Threading

/// Who handles which delivery when: lanes, batches, what is held, what runs alone, what is acknowledged.
///
/// Pure: the driver carries out the effects and feeds back how each ended. Whoever may have ended a process before
/// (``Item/isSuspect``) is looked up first, and counted before it is begun.
public struct ConsumerMachine: Sendable {
    /// Bounds.
    public struct Limits: Hashable, Sendable {
        /// How many batches run beside each other.
        public var lanes: Int
        /// How many deliveries one transaction takes at most.
        public var batch: Int
        /// The pauses while the database is away.
        public var hold: Backoff

        /// At least one of each.
        public init(lanes: Int, batch: Int, hold: Backoff) {
            self.lanes = max(1, lanes)
            self.batch = max(1, batch)
            self.hold = hold
        }
    }

    /// One delivery as the machine sees it.
    public struct Item: Hashable, Sendable {
        /// The driver's number of the delivery, growing in the order of arrival.
        public var tag: Int
        /// What has the same key is handled one after the other, in the order of arrival.
        public var lane: String
        /// The same for every copy of one message; `nil` when it cannot be read.
        public var identity: String?
        /// Whether it has been handed out before.
        public var isSuspect: Bool

        /// A delivery with everything said.
        public init(tag: Int, lane: String, identity: String?, isSuspect: Bool) {
            self.tag = tag
            self.lane = lane
            self.identity = identity
            self.isSuspect = isSuspect
        }
    }

    /// What is done in one go.
    public struct Batch: Hashable, Sendable {
        /// Its number.
        public var id: Int
        /// Its deliveries, in order.
        public var tags: [Int]
        /// Those that are counted, in a transaction of their own, before anything of the batch is begun.
        public var counted: [Int]
        /// Whether nothing else may run in this process meanwhile.
        public var isAlone: Bool
    }

    /// How a batch ended.
    public enum End: Hashable, Sendable {
        /// Everything in it is committed: applied, known, kept, written down for later, or parked.
        case settled
        /// Nothing of it is kept, because of the delivery at this index, or nobody knows of which. Only a batch of several
        /// ends so: what to do about a single one is ``InboxRule``'s decision.
        case failed(at: Int?)
        /// The database is away, or nobody knows whether the commit came through.
        ///
        /// - Parameter begun: whether the counting had been committed.
        case away(begun: Bool)
    }

    /// What happens to the machine.
    public enum Input: Hashable, Sendable {
        /// The broker handed something out.
        case delivered(Item)
        /// How often these deliveries of a batch were begun without coming to an end; 0 for those not listed.
        case looked(batch: Int, begun: [Int: Int])
        /// The looking up failed: the database is away.
        case notLooked(batch: Int)
        /// A batch that was to be run or parked ended.
        case ended(batch: Int, End)
        /// Time has passed.
        case tick
        /// Nothing more is begun.
        case stop
    }

    /// What the driver does.
    public enum Effect: Hashable, Sendable {
        /// Look up how often these were begun: answer with ``Input/looked(batch:begun:)``.
        case look(batch: Int, [Int])
        /// Count what is to be counted, then run the batch in one transaction: answer with ``Input/ended(batch:_:)``.
        case run(Batch)
        /// Park this one without beginning it, because it ends processes: answer with ``Input/ended(batch:_:)``.
        case park(batch: Int, Int)
        /// Acknowledge one delivery.
        case ack(Int)
        /// Acknowledge this delivery and every earlier one.
        case ackUpTo(Int)
        /// Feed a ``Input/tick`` at this time.
        case wake(at: ContinuousClock.Instant)
    }

    private enum Piece: Hashable, Sendable {
        /// Not yet looked at.
        case fresh([Int])
        case together([Int])
        case alone(Int)
        case park(Int)
    }

    private enum Stage: Hashable, Sendable {
        case looking
        case running
        case holding(until: ContinuousClock.Instant)
    }

    private struct Current: Hashable, Sendable {
        var id: Int
        var piece: Piece
        var stage: Stage
    }

    private struct Lane: Sendable {
        /// What a batch was cut into; goes before all that waits.
        var pieces: [Piece] = []
        var waiting: [Int] = []
        var current: Current?
        var failures = 0
    }

    private let limits: Limits
    private var lanes: [Lane]
    private var items: [Int: Item] = [:]
    private var tagOfIdentity: [String: Int] = [:]
    private var copies: [Int: [Int]] = [:]
    private var counted: Set<Int> = []
    private var nextBatch = 1
    private var isStopping = false
    private var acks = AckLedger()

    /// A machine with nothing in hand.
    public init(_ limits: Limits) {
        self.limits = limits
        self.lanes = Array(repeating: Lane(), count: limits.lanes)
    }

    /// How many deliveries are in hand, copies not counted.
    public var inHand: Int { self.items.count }
    /// Whether nothing is being done: after ``Input/stop`` the driver may end.
    public var isAtRest: Bool { self.lanes.allSatisfy { $0.current == nil } }

    /// Takes in what happened and says what to do.
    public mutating func handle(_ input: Input, now: ContinuousClock.Instant) -> [Effect] {
        var effects: [Effect] = []
        switch input {
        case .delivered(let item): self.take(item)
        case .looked(let id, let begun): self.sort(id, begun)
        case .notLooked(let id): self.hold(id, now, &effects)
        case .ended(let id, let end): self.end(id, end, now, &effects)
        case .tick: break
        case .stop: self.stop()
        }
        self.begin(now, &effects)
        return effects
    }

    // MARK: - Inputs

    private mutating func take(_ item: Item) {
        guard !self.isStopping else { return }
        self.acks.delivered(item.tag)
        if item.isSuspect, let identity = item.identity, let first = self.tagOfIdentity[identity] {
            // Handed out again while it is in hand: it needs no handling of its own, and is acknowledged with the other.
            // So a connection that comes and goes under a long handler neither fills the lanes nor accuses the message.
            // What was published twice is not meant: the sender of a command expects an answer to each.
            self.copies[first, default: []].append(item.tag)
            return
        }
        self.items[item.tag] = item
        if let identity = item.identity, self.tagOfIdentity[identity] == nil { self.tagOfIdentity[identity] = item.tag }
        let hash = item.lane.utf8.reduce(UInt64(5381)) { ($0 &* 33) ^ UInt64($1) }
        self.lanes[Int(hash % UInt64(self.lanes.count))].waiting.append(item.tag)
    }

    private func lane(of batch: Int) -> Int? { self.lanes.firstIndex { $0.current?.id == batch } }

    private mutating func sort(_ id: Int, _ begun: [Int: Int]) {
        guard let index = self.lane(of: id), let current = self.lanes[index].current, current.stage == .looking
        else { return }
        var pieces: [Piece] = []
        var together: [Int] = []
        for tag in self.tags(current.piece) {
            let treatment = InboxRule.treatment(begun: begun[tag] ?? 0)
            if treatment == .together {
                together.append(tag)
                continue
            }
            if !together.isEmpty { pieces.append(.together(together)) }
            together = []
            pieces.append(treatment == .alone ? .alone(tag) : .park(tag))
        }
        if !together.isEmpty { pieces.append(.together(together)) }
        self.lanes[index].pieces.insert(contentsOf: pieces, at: 0)
        self.lanes[index].current = nil
    }

    private mutating func hold(_ id: Int, _ now: ContinuousClock.Instant, _ effects: inout [Effect]) {
        guard let index = self.lane(of: id) else { return }
        guard !self.isStopping else {
            self.lanes[index].current = nil
            return
        }
        let until = now.advanced(by: self.limits.hold.bound(attempt: self.lanes[index].failures))
        self.lanes[index].failures += 1
        self.lanes[index].current?.stage = .holding(until: until)
        effects.append(.wake(at: until))
    }

    private mutating func end(_ id: Int, _ end: End, _ now: ContinuousClock.Instant, _ effects: inout [Effect]) {
        guard let index = self.lane(of: id), let piece = self.lanes[index].current?.piece else { return }
        let tags = self.tags(piece)
        switch end {
        case .settled:
            self.lanes[index].failures = 0
            self.lanes[index].current = nil
            effects += self.settle(tags)
        case .failed(let at):
            guard tags.count > 1 else { return self.hold(id, now, &effects) }
            if Mutation.isActive(.retryRowAfterAck), let at { effects.append(.ack(tags[at])) }
            self.lanes[index].current = nil
            self.lanes[index].pieces.insert(contentsOf: Self.cut(tags, at: at).map { .together($0) }, at: 0)
        case .away(let begun):
            if begun { self.counted.formUnion(tags) }
            self.hold(id, now, &effects)
        }
    }

    /// What stands before the culprit, the culprit, what stands behind it; single ones when nobody knows which it was. Every
    /// part is smaller than the whole, so the cutting ends.
    private static func cut(_ tags: [Int], at index: Int?) -> [[Int]] {
        guard let index, tags.indices.contains(index) else { return tags.map { [$0] } }
        return [Array(tags[..<index]), [tags[index]], Array(tags[(index + 1)...])].filter { !$0.isEmpty }
    }

    private mutating func settle(_ tags: [Int]) -> [Effect] {
        var settled: [Int] = []
        for tag in tags {
            settled.append(tag)
            settled += self.copies.removeValue(forKey: tag) ?? []
            self.counted.remove(tag)
            if let identity = self.items.removeValue(forKey: tag)?.identity, self.tagOfIdentity[identity] == tag {
                self.tagOfIdentity[identity] = nil
            }
        }
        // Emptied they would keep room for the most that was ever in hand.
        if self.items.isEmpty { self.items = [:] }
        if self.tagOfIdentity.isEmpty { self.tagOfIdentity = [:] }
        let plan = self.acks.settled(settled)
        return (plan.upTo.map { [.ackUpTo($0)] } ?? []) + plan.single.map { .ack($0) }
    }

    private mutating func stop() {
        self.isStopping = true
        for index in self.lanes.indices {
            self.lanes[index].pieces = []
            self.lanes[index].waiting = []
            if case .holding = self.lanes[index].current?.stage { self.lanes[index].current = nil }
        }
    }

    // MARK: - Beginning

    private func tags(_ piece: Piece) -> [Int] {
        switch piece {
        case .fresh(let tags), .together(let tags): tags
        case .alone(let tag), .park(let tag): [tag]
        }
    }

    private mutating func begin(_ now: ContinuousClock.Instant, _ effects: inout [Effect]) {
        guard !self.isStopping else { return }
        for index in self.lanes.indices { self.resume(index, now) }
        // Whoever must be alone goes first, or it would wait for ever behind the others.
        if let index = self.lanes.indices.first(where: { self.wantsToBeAlone($0) }) {
            if !self.lanes.contains(where: { $0.current?.stage == .running }) { self.start(index, &effects) }
            return
        }
        if self.lanes.contains(where: { self.isAlone($0.current) }) { return }
        for index in self.lanes.indices { self.start(index, &effects) }
    }

    /// A batch that was held long enough is to be begun again, before anything else of its lane.
    private mutating func resume(_ index: Int, _ now: ContinuousClock.Instant) {
        guard let current = self.lanes[index].current, case .holding(let until) = current.stage, until <= now
        else { return }
        self.lanes[index].current = nil
        self.lanes[index].pieces.insert(current.piece, at: 0)
    }

    private func isAlone(_ current: Current?) -> Bool {
        if let current, case .alone = current.piece, current.stage == .running { return true }
        return false
    }

    private func wantsToBeAlone(_ index: Int) -> Bool {
        if self.lanes[index].current == nil, case .alone = self.lanes[index].pieces.first { return true }
        return false
    }

    private mutating func start(_ index: Int, _ effects: inout [Effect]) {
        guard self.lanes[index].current == nil, let piece = self.nextPiece(index) else { return }
        let id = self.nextBatch
        self.nextBatch += 1
        let tags = self.tags(piece)
        switch piece {
        case .fresh where tags.contains(where: { self.items[$0]?.isSuspect == true }):
            self.lanes[index].current = Current(id: id, piece: piece, stage: .looking)
            effects.append(.look(batch: id, tags.filter { self.items[$0]?.isSuspect == true }))
        case .fresh, .together, .alone:
            self.lanes[index].current = Current(id: id, piece: piece, stage: .running)
            let counted = tags.filter { self.items[$0]?.isSuspect == true && !self.counted.contains($0) }
            var isAlone = false
            if case .alone = piece { isAlone = true }
            effects.append(.run(Batch(id: id, tags: tags, counted: counted, isAlone: isAlone)))
            if Mutation.isActive(.ackBeforeCommit) { effects += tags.map { Effect.ack($0) } }
        case .park(let tag):
            self.lanes[index].current = Current(id: id, piece: piece, stage: .running)
            effects.append(.park(batch: id, tag))
        }
    }

    private mutating func nextPiece(_ index: Int) -> Piece? {
        if !self.lanes[index].pieces.isEmpty { return self.lanes[index].pieces.removeFirst() }
        guard !self.lanes[index].waiting.isEmpty else { return nil }
        let tags = Array(self.lanes[index].waiting.prefix(self.limits.batch))
        if tags.count == self.lanes[index].waiting.count {
            self.lanes[index].waiting = []
        } else {
            self.lanes[index].waiting.removeFirst(tags.count)
        }
        return .fresh(tags)
    }
}
