import Seeds

/// The database of one service. A transaction is one step here: PostgreSQL's isolation is not what is under test. What can
/// happen to it from outside is: it is never begun, cut off before or after its commit, or its answer is lost.
final class SimulatedDatabase {
    /// How a transaction ended for the one who asked.
    enum Ending<Value> {
        case committed(Value)
        /// Nothing of it is left, and the caller knows.
        case away
        /// Nobody knows.
        case unknown
    }

    var clock: Micros { self.world.now + self.clockError }

    private unowned let world: World
    private var random: SeededRandom
    let service: Int
    var tables = Tables()
    private(set) var isUp = true
    /// How far its clock is off. It says for all nodes what is due.
    var clockError: Micros = 0
    /// Answers do not come back, whatever happened.
    var losesAnswers = false
    /// Sessions that hold something, by their number; a session that is not here has ended.
    private var sessions: Set<Int> = []
    private var lastSession = 0
    /// The session that holds the relay's advisory lock.
    private(set) var relayLock: Int?
    private var crashes = 0

    init(world: World, service: Int, seed: UInt64) {
        self.world = world
        self.service = service
        self.random = SeededRandom(seed, 3, UInt64(service))
    }

    /// Runs a transaction for a node and tells it how it ended.
    ///
    /// - Parameters:
    ///   - session: one that must still be there; `nil` for any of the pool.
    ///   - rollsBack: whether what the body did is undone; that is an answer as well.
    ///   - crashes: whether the body ends the process.
    ///   - waitsForDisk: whether its commit, and with it every earlier one, survives a crash in any case.
    func transact<Value>(
        _ node: Node, session: Int? = nil, waitsForDisk: Bool = true, _ body: @escaping (inout Tables) -> Value,
        rollsBack: @escaping (Value) -> Bool = { _ in false },
        crashes isFatal: @escaping (Value) -> Bool = { _ in false },
        _ answer: @escaping (Ending<Value>) -> Void
    ) {
        let world = self.world
        let at = world.now + self.random.between(100, 1_500)
        let luck = self.random.unit()
        let crashes = self.crashes
        let life = node.life
        world.plan(at: at) { [self] in
            // A process that died before it sent the commit has done nothing; half of the time it had sent it.
            if (node.life != life || !node.isAlive) && luck < 0.5 { return }
            let back = world.now + 100 + Micros(luck * 1_400)
            guard self.isUp, session.map({ self.sessions.contains($0) }) ?? true else {
                world.met(.databaseAway)
                world.post(to: node, at: back, life: life) { answer(.away) }
                return
            }
            if self.crashes != crashes && luck < 0.5 {
                world.met(luck < 0.25 ? .databaseAway : .commitUnknown)
                world.post(to: node, at: back, life: life) { answer(luck < 0.25 ? .away : .unknown) }
                return
            }
            let before = self.tables
            let value = body(&self.tables)
            let isUndone = rollsBack(value)
            if isUndone { self.tables = before }
            if waitsForDisk { self.isOnDisk() }
            if isFatal(value) { return world.crash(node, "a handler ends the process") }
            world.checker.committed(self.service, self.tables)
            // Cut between the commit and its answer.
            // What its own body refused the caller knows in any case.
            let isLost = !isUndone && (self.losesAnswers && luck < 0.5 || self.crashes != crashes)
            if isLost { world.met(.commitUnknown) }
            world.post(to: node, at: back, life: life) { answer(isLost ? .unknown : .committed(value)) }
        }
    }

    /// Notes that the relay's cursor moves in a commit that does not wait for the disk.
    ///
    /// - Parameter relay: what it was before.
    func cursorMoves(from relay: RelayTables) {
        if self.cursorOnDisk.map({ self.world.now - $0.at > Self.longestUnwritten }) ?? true {
            self.cursorOnDisk = (self.world.now, relay)
        }
    }

    /// Somebody else's commit has waited for the disk.
    func isOnDisk() { self.cursorOnDisk = nil }

    /// What a crash may put back: the cursor as it was on the disk, and until when.
    private var cursorOnDisk: (at: Micros, relay: RelayTables)?
    /// PostgreSQL writes such commits to the disk within three rounds of its WAL writer.
    private static let longestUnwritten: Micros = .milliseconds(600)

    // MARK: - Numbers

    private var lastTransaction: Int64 = 0
    private var lastRow: Int64 = 0
    private var open: Set<Int64> = []

    /// The number of a transaction that stays open.
    func begun() -> Int64 {
        self.lastTransaction += 1
        self.open.insert(self.lastTransaction)
        return self.lastTransaction
    }

    func ended(_ transaction: Int64) { self.open.remove(transaction) }

    /// The number of a transaction that ends in the same step.
    func passingTransaction() -> Int64 {
        self.lastTransaction += 1
        return self.lastTransaction
    }

    /// Drawn whether or not the transaction commits.
    func nextRow() -> Int64 {
        self.lastRow += 1
        return self.lastRow
    }

    func snapshot() -> RelayTables.Snapshot {
        RelayTables.Snapshot(top: self.lastTransaction + 1, open: self.open)
    }

    /// Below this number every transaction has ended.
    var oldestOpen: Int64 { self.open.min() ?? self.lastTransaction + 1 }

    // MARK: - Sessions

    /// A session of its own; `nil` while the database is away.
    func openSession() -> Int? {
        guard self.isUp else { return nil }
        self.lastSession += 1
        self.sessions.insert(self.lastSession)
        return self.lastSession
    }

    func endSession(_ session: Int) {
        self.sessions.remove(session)
        if self.relayLock == session { self.relayLock = nil }
    }

    func isOpen(_ session: Int) -> Bool { self.sessions.contains(session) }

    /// The advisory lock of the relay, held until the session ends.
    func takeRelayLock(_ session: Int) -> Bool {
        guard self.relayLock == nil || self.relayLock == session else { return false }
        self.relayLock = session
        return true
    }

    // MARK: - What goes wrong

    /// Cuts off what runs, and every session; comes back at once.
    func crash() {
        self.crashes += 1
        if let cursorOnDisk, self.world.now - cursorOnDisk.at <= Self.longestUnwritten, self.random.chance(0.5) {
            self.world.met(.cursorLost)
            self.tables.relay.low = cursorOnDisk.relay.low
            self.tables.relay.high = cursorOnDisk.relay.high
            self.tables.relay.lastID = cursorOnDisk.relay.lastID
        }
        self.cursorOnDisk = nil
        self.sessions = []
        self.relayLock = nil
        self.world.loseWriters(self.service)
    }

    func goDown() {
        self.crash()
        self.isUp = false
    }

    func comeUp() { self.isUp = true }

    /// Ends the session of whoever relays; it is not told.
    func endRelaySession() {
        if let relayLock { self.endSession(relayLock) }
    }
}
