import Messaging

/// Drives `RelayMachine` in one node, as the relay of MessagingLive does.
final class RelayPart: Part {
    private struct Grip: Hashable {
        var epoch: Int64
        var session: Int
    }

    private static let longestSilence: Micros = .seconds(5)

    private unowned let world: World
    private unowned let node: Node
    private let database: SimulatedDatabase
    private let session: PublishingSession
    private var sessionNumber: Int?
    private var grip: Grip?
    private var machine = RelayMachine()
    private var posts: [Int64: Post] = [:]
    /// The windows since the take-over, by their number.
    private var windows: [(low: RelayTables.Snapshot, high: RelayTables.Snapshot)] = []
    private var readTo: RelayMachine.Place?
    private var tickAt: Micros?
    private var isAwaitingBroker = false

    init(world: World, node: Node) {
        self.world = world
        self.node = node
        self.database = world.databases[node.service]
        self.session = PublishingSession(world: world, node: node)
    }

    func start() {
        self.session.open()
        self.takeOver()
    }

    /// The database's end is closed; this relay is not told.
    func loseSession() {
        if let sessionNumber { self.database.endSession(sessionNumber) }
    }

    func ring() { if self.grip != nil { self.feed(.woken) } }

    // MARK: - Taking over

    private func takeOver() {
        if self.sessionNumber.map({ !self.database.isOpen($0) }) ?? true {
            self.sessionNumber = self.database.openSession()
        }
        guard let session = self.sessionNumber else { return self.takeOverLater() }
        self.database.transact(self.node, session: session) { [self] tables -> (Grip, [RelayMachine.StuckRow])? in
            // Whoever has the lock and has not been heard of for a while loses its session, and with it the lock.
            guard self.database.takeRelayLock(session) else {
                if self.world.now - tables.relay.heardAt > Self.longestSilence { self.database.endRelaySession() }
                return nil
            }
            tables.relay.epoch += 1
            tables.relay.session = session
            tables.relay.heardAt = self.world.now
            return (
                Grip(epoch: tables.relay.epoch, session: session),
                tables.relay.stuck.keys.sorted().compactMap { tables.relay.stuck[$0]?.row }
            )
        } _: { [self] ending in
            guard case .committed(let taken?) = ending else { return self.takeOverLater() }
            self.world.note("\(self.node.name): relay acts, epoch \(taken.0.epoch)")
            self.world.met(.takeOver)
            self.grip = taken.0
            self.machine = RelayMachine()
            self.posts = [:]
            self.windows = []
            self.readTo = nil
            self.isAwaitingBroker = false
            self.feed(.tookOver(stuck: taken.1))
            self.lookLater(taken.0)
        }
    }

    private func takeOverLater() {
        self.world.post(to: self.node, at: self.world.now + .seconds(1)) { [weak self] in self?.takeOver() }
    }

    private func end(_ grip: Grip) {
        guard self.grip == grip else { return }
        self.world.note("\(self.node.name): relay of epoch \(grip.epoch) ends")
        self.grip = nil
        self.takeOverLater()
    }

    // MARK: - Driving

    private func feed(_ input: RelayMachine.Input) {
        guard let grip else { return }
        for effect in self.machine.handle(input, now: VirtualDate.instant(self.world.now)) {
            self.carryOut(effect, grip)
        }
        self.planTick()
    }

    private func planTick() {
        guard let next = self.machine.nextTick else { return }
        let at = max(self.world.now, self.world.now + Micros(next - VirtualDate.instant(self.world.now)))
        if let tickAt, tickAt <= at { return }
        self.tickAt = at
        self.world.post(to: self.node, at: at) { [weak self] in
            guard let self else { return }
            self.tickAt = nil
            self.feed(.tick)
        }
    }

    private func carryOut(_ effect: RelayMachine.Effect, _ grip: Grip) {
        switch effect {
        case .read(let limit): self.read(limit, grip)
        case .publish(let ids): self.publish(ids, grip)
        case .write(let progress): self.write(progress, grip)
        case .readStuck: self.readStuck(grip)
        case .awaitBroker(let pause): self.awaitBroker(after: Micros(pause), grip)
        case .checkGrip: self.underGrip(grip, { _ in }) { [self] in self.feed(.gripHeld) }
        case .finished: break
        }
    }

    /// Runs a transaction that is refused when another relay has taken over.
    private func underGrip<Value>(
        _ grip: Grip, waitsForDisk: Bool = false, _ body: @escaping (inout Tables) -> Value,
        _ done: @escaping (Value) -> Void
    ) {
        self.database.transact(self.node, session: grip.session, waitsForDisk: waitsForDisk) {
            [world] tables -> Value? in
            guard tables.relay.epoch == grip.epoch, tables.relay.session == grip.session else { return nil }
            tables.relay.heardAt = world.now
            return body(&tables)
        } _: { [self] ending in
            guard self.grip == grip else { return }
            if case .committed(let value?) = ending { done(value) } else { self.end(grip) }
        }
    }

    private func read(_ limit: Int, _ grip: Grip) {
        var windows = self.windows
        var readTo = self.readTo
        self.underGrip(grip) { [database] tables -> [(RelayMachine.Place, Post)] in
            if windows.isEmpty {
                windows = [(tables.relay.low, tables.relay.high)]
                readTo = RelayMachine.Place(window: 0, id: tables.relay.lastID)
            }
            while true {
                let window = windows.count - 1
                let after = readTo?.id ?? 0
                let rows = tables.outbox.filter {
                    $0.id > after && windows[window].high.sees($0.xid) && !windows[window].low.sees($0.xid)
                }.sorted { $0.id < $1.id }.prefix(limit)
                if !rows.isEmpty {
                    readTo = rows.last.map { RelayMachine.Place(window: window, id: $0.id) }
                    return rows.map { (RelayMachine.Place(window: window, id: $0.id), $0.post) }
                }
                // The next window, if anything is in it.
                let now = database.snapshot()
                let isMore = tables.outbox.contains { now.sees($0.xid) && !windows[window].high.sees($0.xid) }
                guard isMore else { return [] }
                windows.append((windows[window].high, now))
                readTo = RelayMachine.Place(window: window + 1, id: 0)
            }
        } _: { [self] rows in
            self.windows = windows
            self.readTo = readTo
            for (place, post) in rows { self.posts[place.id] = post }
            self.feed(
                .read(rows.map { RelayMachine.Row(place: $0.0, lane: $0.1.lane) }, isMore: rows.count == limit))
        }
    }

    /// The slow poll, for what rang no bell here.
    private func lookLater(_ grip: Grip) {
        self.world.post(to: self.node, at: self.world.now + .seconds(1)) { [weak self] in
            guard let self, self.grip == grip else { return }
            self.feed(.woken)
            self.lookLater(grip)
        }
    }

    private func publish(_ ids: [Int64], _ grip: Grip) {
        let posts = ids.compactMap { self.posts[$0] }
        self.world.note("\(self.node.name) publishes \(posts.map(\.text).joined(separator: ", "))")
        self.session.publish(posts) { [weak self] reports in
            guard let self, self.grip == grip else { return }
            self.feed(.reported(Dictionary(uniqueKeysWithValues: zip(ids, reports))))
        }
    }

    private func write(_ progress: RelayMachine.Progress, _ grip: Grip) {
        let windows = self.windows
        self.underGrip(grip, waitsForDisk: !progress.mayBeLost) { [world, database] tables in
            if let reached = progress.reached {
                let window = windows[reached.window]
                let before = tables.relay
                if progress.mayBeLost { database.cursorMoves(from: before) }
                tables.relay.low = window.low
                tables.relay.high = window.high
                tables.relay.lastID = reached.id
                for row in progress.stuck where tables.relay.stuck[row.id] == nil {
                    tables.relay.stuck[row.id] = RelayTables.Stuck(row: row, nextTry: database.clock)
                }
                let after = tables.relay
                for entry in tables.outbox where !before.hasPassed(entry) && after.hasPassed(entry) {
                    world.checker.passed(entry.post, isStuck: after.stuck[entry.id] != nil)
                }
            }
            for row in progress.stuck where tables.relay.stuck[row.id] == nil {
                tables.relay.stuck[row.id] = RelayTables.Stuck(row: row, nextTry: database.clock)
            }
            for row in progress.again {
                let pause: Micros = .seconds(min(60, 1 << Int64(min(row.attempts, 6))))
                tables.relay.stuck[row.id] = RelayTables.Stuck(row: row, nextTry: database.clock + pause)
            }
            for id in progress.freed {
                tables.relay.stuck[id] = nil
                if let entry = tables.outbox.first(where: { $0.id == id }) {
                    world.checker.passed(entry.post, isStuck: false)
                }
            }
        } _: { [self] in
            self.feed(.written)
        }
    }

    private func readStuck(_ grip: Grip) {
        self.underGrip(grip) { [database] tables -> [(RelayMachine.StuckRow, Post)] in
            var firsts: [String: Int64] = [:]
            for id in tables.relay.stuck.keys.sorted() {
                guard let lane = tables.relay.stuck[id]?.row.lane, firsts[lane] == nil else { continue }
                firsts[lane] = id
            }
            return firsts.values.sorted().compactMap { id in
                guard let stuck = tables.relay.stuck[id], stuck.nextTry <= database.clock,
                    let entry = tables.outbox.first(where: { $0.id == id })
                else { return nil }
                return (stuck.row, entry.post)
            }
        } _: { [self] rows in
            for (row, post) in rows { self.posts[row.id] = post }
            self.feed(.stuckRead(rows.map(\.0)))
        }
    }

    private func awaitBroker(after pause: Micros, _ grip: Grip) {
        self.world.post(to: self.node, at: self.world.now + pause) { [weak self] in
            guard let self, self.grip == grip else { return }
            if self.session.isReady {
                self.feed(.brokerReady)
            } else {
                self.awaitBroker(after: .milliseconds(100), grip)
            }
        }
    }
}

extension RelayTables {
    /// Whether the cursor is beyond this row.
    func hasPassed(_ entry: Tables.OutboxEntry) -> Bool {
        if self.low.sees(entry.xid) { return true }
        return self.high.sees(entry.xid) && entry.id <= self.lastID
    }
}
