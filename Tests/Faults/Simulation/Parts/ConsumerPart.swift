import Messaging
import Seeds
import Threading

/// Drives `ConsumerMachine` and `InboxRule` in one node: deliveries, retries, what came early. A second one does the same
/// with what the broker gave up, one message at a time.
final class ConsumerPart: Part {
    private static let policy = RetryPolicy.exponential(attempts: 6, from: .seconds(1), to: .seconds(30))
    private static let prefetch = 32
    private static func limits(lanes: Int, batch: Int) -> ConsumerMachine.Limits {
        ConsumerMachine.Limits(lanes: lanes, batch: batch, hold: Backoff(first: .milliseconds(50), cap: .seconds(2)))
    }

    private unowned let world: World
    private unowned let node: Node
    private let database: SimulatedDatabase
    private let isForGivenUp: Bool
    private var machine: ConsumerMachine
    private var channel: SimulatedBroker.Consuming?
    private var lastNumber = 0
    /// By the machine's number; a delivery of a connection that is gone needs no acknowledgement any more.
    private var deliveries: [Int: (delivered: SimulatedBroker.Delivered, channel: SimulatedBroker.Consuming)] = [:]
    private var acknowledged: Set<Int> = []
    /// What waits or was kept, is counted as begun and has not come to an end: not counted again while the database is away.
    private var begunHere: Set<Int64> = []
    private var random: SeededRandom

    init(world: World, node: Node, isForGivenUp: Bool = false) {
        self.world = world
        self.node = node
        self.isForGivenUp = isForGivenUp
        self.machine = ConsumerMachine(isForGivenUp ? Self.limits(lanes: 1, batch: 1) : Self.limits(lanes: 3, batch: 8))
        self.database = world.databases[node.service]
        self.random = SeededRandom(
            world.schedule.seed, isForGivenUp ? 11 : 8, UInt64(node.service * 2 + node.index), UInt64(node.life))
    }

    func start() {
        self.connect()
        if !self.isForGivenUp { self.lookAround() }
    }

    // MARK: - The connection

    private func connect() {
        var opened: SimulatedBroker.Consuming?
        opened = self.world.broker.openConsumer(
            for: self.node,
            queue: self.isForGivenUp ? SimulatedBroker.parking(of: self.node.service) : self.node.service,
            prefetch: Self.prefetch
        ) { [weak self] delivered in
            guard let self, let opened, self.channel === opened else { return }
            self.receive(delivered, opened)
        } closed: { [weak self] in
            guard let self else { return }
            self.channel = nil
            self.connectLater()
        }
        self.channel = opened
        if opened == nil { self.connectLater() }
    }

    private func connectLater() {
        self.world.post(to: self.node, at: self.world.now + self.random.between(.milliseconds(50), .seconds(1))) {
            [weak self] in
            guard let self, self.channel == nil else { return }
            self.connect()
        }
    }

    private func receive(_ delivered: SimulatedBroker.Delivered, _ channel: SimulatedBroker.Consuming) {
        self.lastNumber += 1
        if delivered.isRedelivered { self.world.met(.redelivered) }
        self.deliveries[self.lastNumber] = (delivered, channel)
        self.feed(
            .delivered(
                ConsumerMachine.Item(
                    tag: self.lastNumber, lane: delivered.post.lane, identity: "\(delivered.post.id)",
                    isSuspect: delivered.isRedelivered || self.isForGivenUp)))
    }

    private func acknowledge(_ tag: Int) {
        guard let delivery = self.deliveries[tag], self.acknowledged.insert(tag).inserted else { return }
        // An old connection's delivery: the broker has taken it back, and will hand it out again.
        guard delivery.channel === self.channel else { return }
        self.world.note("\(self.node.name) acknowledges \(delivery.delivered.post.text)")
        self.world.broker.acknowledge(delivery.delivered.tag, on: delivery.channel)
    }

    // MARK: - Driving

    private func feed(_ input: ConsumerMachine.Input) {
        for effect in self.machine.handle(input, now: VirtualDate.instant(self.world.now)) { self.carryOut(effect) }
    }

    private func carryOut(_ effect: ConsumerMachine.Effect) {
        switch effect {
        case .look(let batch, let tags): self.look(batch, tags)
        case .run(let batch): self.node.solitude.enter(alone: batch.isAlone) { [self] in self.count(batch) }
        case .park(let batch, let tag): self.park(batch, tag)
        case .ack(let tag): self.acknowledge(tag)
        case .ackUpTo(let last):
            for tag in self.deliveries.keys.filter({ $0 <= last }).sorted() { self.acknowledge(tag) }
        case .wake(let at):
            let at = self.world.now + Micros(at - VirtualDate.instant(self.world.now))
            self.world.post(to: self.node, at: at) { [weak self] in self?.feed(.tick) }
        }
    }

    private func post(_ tag: Int) -> Post? { self.deliveries[tag]?.delivered.post }

    private func look(_ batch: Int, _ tags: [Int]) {
        let ids = tags.map { ($0, self.post($0)?.id ?? 0) }
        self.database.transact(self.node) { tables in
            Dictionary(uniqueKeysWithValues: ids.map { ($0.0, tables.inbox.begun[$0.1, default: 0]) })
        } _: { [self] ending in
            if case .committed(let begun) = ending {
                self.feed(.looked(batch: batch, begun: begun))
            } else {
                self.feed(.notLooked(batch: batch))
            }
        }
    }

    private func count(_ batch: ConsumerMachine.Batch) {
        guard !batch.counted.isEmpty else { return self.run(batch, begun: false) }
        let ids = batch.counted.compactMap { self.post($0)?.id }
        self.database.transact(self.node) { tables in
            for id in ids { tables.inbox.begun[id, default: 0] += 1 }
        } _: { [self] ending in
            switch ending {
            // Perhaps counted is taken for counted; counting once more would blame it for lost answers.
            case .committed, .unknown: self.run(batch, begun: true)
            case .away: self.end(batch, .away(begun: false))
            }
        }
    }

    /// What came of a transaction with handlers in it.
    private enum Outcome {
        case done
        case failed(index: Int, code: String, attempt: Int)
        case crashed
    }

    private func run(_ batch: ConsumerMachine.Batch, begun: Bool) {
        let posts = batch.tags.compactMap { self.post($0) }
        self.database.transact(self.node) { [self] tables -> Outcome in
            for (index, post) in posts.enumerated() {
                tables.inbox.begun[post.id] = nil
                let outcome = self.apply(post, .delivery, index, &tables)
                guard case .done = outcome else { return outcome }
            }
            return .done
        } rollsBack: { outcome in
            if case .done = outcome { false } else { true }
        } crashes: { outcome in
            if case .crashed = outcome { true } else { false }
        } _: { [self] ending in
            switch ending {
            case .committed(.done):
                self.drain(Array(Set(posts.map(\.lane))).sorted(), inLane: true) { self.end(batch, .settled) }
            case .committed(.failed(let index, let code, let attempt)):
                guard posts.count == 1 else { return self.end(batch, .failed(at: index)) }
                self.failed(posts[0], .delivery, code, attempt) { isSettled in
                    self.end(batch, isSettled ? .settled : .away(begun: begun))
                }
            case .committed(.crashed): break
            case .away, .unknown: self.end(batch, .away(begun: begun))
            }
        }
    }

    private func end(_ batch: ConsumerMachine.Batch, _ end: ConsumerMachine.End) {
        self.node.solitude.leave()
        self.feed(.ended(batch: batch.id, end))
    }

    // MARK: - One message

    private func standing(_ post: Post, _ tables: Tables) -> InboxRule.Standing {
        let retry = tables.inbox.retry[post.id]
        return InboxRule.Standing(
            applied: tables.inbox.position(post), isRetried: retry != nil,
            isDue: retry.map { $0.due <= self.clock } ?? false,
            isKept: tables.inbox.early[post.lane]?[post.sequence] != nil)
    }

    /// What says when the next attempt is due: the database's clock, whatever the nodes' say.
    private var clock: Micros { self.database.clock }

    private func apply(
        _ post: Post, _ origin: InboxRule.Origin, _ index: Int, _ tables: inout Tables
    ) -> Outcome {
        let standing = self.standing(post, tables)
        switch InboxRule.verdict(post.sequence, origin: origin, standing: standing) {
        case .duplicate, .waiting: return .done
        case .forgotten, .conflict:
            tables.inbox.parked[post.id] = .deliveryLimit
            return .done
        case .keep:
            if tables.inbox.early[post.lane]?[post.sequence] == nil {
                self.world.met(.cameEarly)
                tables.inbox.early[post.lane, default: [:]][post.sequence] = InboxTables.Early(
                    post: post, isParked: false, since: self.clock)
            }
            return .done
        case .apply: break
        }
        if tables.inbox.known.insert(post.id).inserted {
            let attempt = (tables.inbox.retry[post.id]?.attempt ?? 0) + 1
            if let write = self.world.write(post), post.subject < 100 {
                if self.world.crashesLeft(write) { return .crashed }
                if attempt <= write.failures { return .failed(index: index, code: "sim", attempt: attempt) }
            }
            tables.apply(post)
            if post.subject < 100 {
                // What follows from it goes back, in the same transaction.
                tables.append(
                    subject: post.subject + 100, write: post.write, service: self.node.service,
                    id: self.database.nextRow(), xid: self.database.passingTransaction())
            }
        }
        if InboxRule.advances(post.sequence, applied: standing.applied) { tables.inbox.advance(to: post) }
        tables.inbox.retry[post.id] = nil
        return .done
    }

    /// A single message whose attempt failed: written down for later, or parked, in a transaction of its own.
    private func failed(
        _ post: Post, _ origin: InboxRule.Origin, _ code: String, _ attempt: Int, _ done: @escaping (Bool) -> Void
    ) {
        let consequence = InboxRule.consequence(
            of: .attempt(code: code), attempt: attempt, policy: Self.policy, random01: self.random.unit())
        switch consequence {
        case .hold: done(false)
        case .park(let reason): self.park(post, origin, reason, done)
        case .postpone(let wait):
            self.database.transact(self.node) { [self] tables in
                guard
                    InboxRule.isOpen(post.sequence, origin: origin, standing: self.standing(post, tables))
                else { return }
                tables.inbox.early[post.lane]?[post.sequence] = nil
                if tables.inbox.early[post.lane]?.isEmpty ?? false { tables.inbox.early[post.lane] = nil }
                tables.inbox.begun[post.id] = nil
                tables.inbox.retry[post.id] = InboxTables.Retry(
                    post: post, attempt: attempt, due: self.clock + Micros(wait))
            } _: { [self] ending in
                self.world.note("\(self.node.name) postpones \(post.text)")
                self.world.met(.postponed)
                if case .committed = ending { done(true) } else { done(false) }
            }
        }
    }

    private func park(_ batch: Int, _ tag: Int) {
        guard let post = self.post(tag) else { return }
        self.park(post, .delivery, .exhausted("crash")) { [self] isSettled in
            self.feed(.ended(batch: batch, isSettled ? .settled : .away(begun: true)))
        }
    }

    private func park(
        _ post: Post, _ origin: InboxRule.Origin, _ reason: ParkReason, _ done: @escaping (Bool) -> Void
    ) {
        self.database.transact(self.node) { [self] tables in
            let leaving = InboxRule.leaving(
                post.sequence, origin: origin, applied: tables.inbox.position(post))
            guard leaving != .anotherCopy else { return false }
            tables.inbox.parked[post.id] = reason
            tables.inbox.begun[post.id] = nil
            tables.inbox.retry[post.id] = nil
            self.world.checker.parked(post, reason)
            self.world.met(.parked)
            switch leaving {
            case .advance: tables.inbox.advance(to: post)
            case .mark:
                tables.inbox.early[post.lane, default: [:]][post.sequence] = InboxTables.Early(
                    post: post, isParked: true, since: self.clock)
            case .aside, .anotherCopy: break
            }
            return true
        } _: { [self] ending in
            guard case .committed(let isParked) = ending else { return done(false) }
            guard isParked && origin != .early else { return done(true) }
            self.drain(post.lane, inLane: true) { done(true) }
        }
    }

    // MARK: - What came early, and retries

    /// Applies, one after the other, what waited for the message before it.
    ///
    /// - Parameter inLane: whether the caller has its place in the node's solitude. What is to run alone is then left to the
    ///   look that is taken every second.
    private func drain(_ lane: String, inLane: Bool, _ done: @escaping () -> Void) {
        guard let next = self.database.tables.inbox.next(lane) else { return done() }
        func goOn(_ moved: Bool) { if moved { self.drain(lane, inLane: inLane, done) } else { done() } }
        guard !next.isParked else {
            return self.database.transact(self.node) { tables in
                guard tables.inbox.next(lane)?.post == next.post else { return }
                tables.inbox.advance(to: next.post)
            } _: { ending in
                if case .committed = ending { goOn(true) } else { goOn(false) }
            }
        }
        let treatment = self.treatment(next.post)
        if treatment == .park {
            self.park(next.post, .early, .crashed, goOn)
        } else if !inLane {
            self.node.solitude.enter(alone: treatment == .alone) { [self] in
                self.attempt(next.post, .early) { moved in
                    self.node.solitude.leave()
                    goOn(moved)
                }
            }
        } else if treatment == .together {
            self.attempt(next.post, .early, goOn)
        } else {
            done()
        }
    }

    private func drain(_ lanes: [String], inLane: Bool, _ done: @escaping () -> Void) {
        guard let first = lanes.first else { return done() }
        self.drain(first, inLane: inLane) { [self] in self.drain(Array(lanes.dropFirst()), inLane: inLane, done) }
    }

    private func treatment(_ post: Post) -> InboxRule.Treatment {
        InboxRule.treatment(begun: self.database.tables.inbox.begun[post.id, default: 0])
    }

    /// Counts the beginning of what is kept or waits, as it may end the process, and runs it by itself.
    private func attempt(_ post: Post, _ origin: InboxRule.Origin, _ done: @escaping (_ moved: Bool) -> Void) {
        guard !self.begunHere.contains(post.id) else { return self.applyAlone(post, origin, done) }
        self.database.transact(self.node) { tables in
            tables.inbox.begun[post.id, default: 0] += 1
        } _: { [self] ending in
            // Perhaps counted is taken for counted, as with deliveries.
            if case .away = ending { return done(false) }
            self.begunHere.insert(post.id)
            self.applyAlone(post, origin, done)
        }
    }

    private func applyAlone(_ post: Post, _ origin: InboxRule.Origin, _ done: @escaping (_ moved: Bool) -> Void) {
        self.database.transact(self.node) { [self] tables -> Outcome in
            tables.inbox.begun[post.id] = nil
            return self.apply(post, origin, 0, &tables)
        } rollsBack: { outcome in
            if case .done = outcome { false } else { true }
        } crashes: { outcome in
            if case .crashed = outcome { true } else { false }
        } _: { [self] ending in
            switch ending {
            case .committed(.done):
                self.begunHere.remove(post.id)
                done(true)
            case .committed(.failed(_, let code, let attempt)):
                self.failed(post, origin, code, attempt) { isSettled in
                    if isSettled { self.begunHere.remove(post.id) }
                    done(false)
                }
            case .committed, .away, .unknown: done(false)
            }
        }
    }

    private func lookAround() {
        self.world.post(to: self.node, at: self.world.now + .seconds(1)) { [weak self] in
            guard let self else { return }
            self.runDue()
            self.drain(self.database.tables.inbox.early.keys.sorted(), inLane: false) {}
            self.lookAround()
        }
    }

    private func runDue() {
        let due = self.database.tables.inbox.retry.values.filter { $0.due <= self.clock }
        for entry in due.sorted(by: { ($0.due, $0.post.id) < ($1.due, $1.post.id) }) {
            let (post, treatment) = (entry.post, self.treatment(entry.post))
            guard treatment != .park else {
                self.park(post, .retry, .crashed) { _ in }
                continue
            }
            self.node.solitude.enter(alone: treatment == .alone) { [self] in
                self.attempt(post, .retry) { moved in
                    guard moved else { return self.node.solitude.leave() }
                    self.drain(post.lane, inLane: true) { self.node.solitude.leave() }
                }
            }
        }
    }
}
