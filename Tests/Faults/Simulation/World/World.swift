import Seeds

/// One run: two services with two nodes each, their databases, one broker, and one schedule. Everything happens on one
/// thread in virtual time, and the same schedule always gives the same run.
final class World {
    let schedule: Schedule
    private(set) var now: Micros = 0
    private(set) var violation: Violation?
    private(set) var history: History
    private(set) var steps = 0
    private(set) var encounters = Encounters()
    private var agenda = Agenda()
    private(set) var nodes: [Node] = []
    private(set) var databases: [SimulatedDatabase] = []
    private var brokerInThisWorld: SimulatedBroker?
    private var checkerOfThisWorld: Checker?
    private var writersOfThisWorld: Writers?
    /// How often something has to be up again before it is: two faults may overlap.
    private var downs: [String: Int] = [:]
    private let writes: [Int: Schedule.Write]
    private var crashed: [Int: Int] = [:]

    // Set in `init` and there as long as the world; they point back to it, unowned.
    var broker: SimulatedBroker { self.brokerInThisWorld.unsafelyUnwrapped }
    var checker: Checker { self.checkerOfThisWorld.unsafelyUnwrapped }
    private var writers: Writers { self.writersOfThisWorld.unsafelyUnwrapped }

    /// The longest time from the calm until everything has arrived: what a database's clock an hour ahead has put off waits
    /// that hour.
    static let patience: Micros = .seconds(4_200)

    init(_ schedule: Schedule, keepsHistory: Bool) {
        self.schedule = schedule
        self.writes = Dictionary(uniqueKeysWithValues: schedule.writes.map { ($0.number, $0) })
        self.history = History(isKept: keepsHistory)
        self.brokerInThisWorld = SimulatedBroker(world: self, seed: schedule.seed)
        self.checkerOfThisWorld = Checker(world: self)
        self.databases = (0..<2).map { SimulatedDatabase(world: self, service: $0, seed: schedule.seed) }
        self.writersOfThisWorld = Writers(world: self)
        for service in 0..<2 {
            for index in 0..<Schedule.nodes { self.nodes.append(Node(service: service, index: index)) }
        }
    }

    func node(_ service: Int, _ index: Int) -> Node { self.nodes[service * Schedule.nodes + index] }

    // MARK: - Time

    func plan(at: Micros, _ action: @escaping () -> Void) { self.agenda.plan(at: max(at, self.now), action) }

    /// For a node, if it still lives then; a frozen one learns it when it thaws.
    func post(to node: Node, at: Micros, life: Int? = nil, _ action: @escaping () -> Void) {
        let life = life ?? node.life
        self.plan(at: at) { node.perform(life, action) }
    }

    func met(_ kind: Encounters.Kind) { self.encounters.add(kind) }

    func note(_ text: @autoclosure () -> String) { self.history.note(self.now, text()) }

    /// The first broken promise ends the run.
    func violate(_ rule: Violation.Rule, _ text: String) {
        guard self.violation == nil else { return }
        self.note("VIOLATION \(rule.rawValue): \(text)")
        self.violation = Violation(rule: rule, text: text)
    }

    /// Rings the bells of a service's processes.
    func ring(_ service: Int) {
        for index in 0..<Schedule.nodes {
            let node = self.node(service, index)
            self.post(to: node, at: self.now + 50) { for part in node.parts { (part as? RelayPart)?.ring() } }
        }
    }

    /// The write that an event goes back to.
    func write(_ post: Post) -> Schedule.Write? { self.writes[post.write] }
    func write(_ number: Int) -> Schedule.Write? { self.writes[number] }

    /// Whether handling this ends the process once more.
    func crashesLeft(_ write: Schedule.Write) -> Bool {
        guard self.crashed[write.number, default: 0] < write.crashes else { return false }
        self.crashed[write.number, default: 0] += 1
        return true
    }

    func loseWriters(_ service: Int) { self.writers.lose(service) }

    // MARK: - Running

    /// Runs to the end: everything has arrived after the calm, or a promise was broken.
    func run() -> Violation? {
        for node in self.nodes { self.bring(node) }
        self.writers.begin()
        for fault in self.schedule.faults { self.plan(at: fault.at) { [unowned self] in self.strike(fault) } }
        self.plan(at: Schedule.calm) { [unowned self] in self.lookForRest() }
        while self.violation == nil, !self.isFinished, let next = self.agenda.next() {
            self.now = next.at
            self.steps += 1
            next.action()
        }
        // Closures that point at each other would keep the world alive.
        self.agenda = Agenda()
        for node in self.nodes { node.kill() }
        return self.violation
    }

    private var isFinished = false

    private func lookForRest() {
        guard let missing = self.checker.missing() else {
            self.note("at rest")
            self.isFinished = true
            return
        }
        guard self.now < Schedule.calm + Self.patience else {
            self.violate(missing.rule, "after \(Self.patience / 1_000_000) s of calm: \(missing.text)")
            return
        }
        // Often at first, to finish soon.
        let pause: Micros = self.now < Schedule.calm + .seconds(10) ? .milliseconds(500) : .seconds(5)
        self.plan(at: self.now + pause) { [unowned self] in self.lookForRest() }
    }

    private func bring(_ node: Node) {
        node.parts = [
            RelayPart(world: self, node: node), ConsumerPart(world: self, node: node),
            ConsumerPart(world: self, node: node, isForGivenUp: true), TimerPart(world: self, node: node),
            ReconciliationPart(world: self, node: node),
        ]
        node.start()
    }

    /// A process that handled something it could not survive: its supervisor starts it anew.
    func crash(_ node: Node, _ why: String) {
        guard node.isAlive else { return }
        self.note("\(node.name) crashes: \(why)")
        self.met(.crashed)
        self.die(node)
        let life = node.life
        self.plan(at: self.now + .milliseconds(500)) { [unowned self] in
            if !node.isAlive && node.life == life && self.downs["\(node.name)", default: 0] == 0 { self.bring(node) }
        }
    }

    private func die(_ node: Node) {
        for part in node.parts { (part as? RelayPart)?.loseSession() }
        node.kill()
        self.broker.cut(node)
    }

    // MARK: - Faults

    private func strike(_ fault: Schedule.Fault) {
        let node = self.node(fault.service, fault.node)
        let database = self.databases[fault.service]
        self.note(
            "FAULT \(fault.number) \(fault.kind.rawValue) at service \(fault.service == 0 ? "a" : "b")"
                + ", node \(node.name), for \(fault.lasts.text)")
        switch fault.kind {
        case .nodeKilled:
            self.hold(node.name, fault.lasts, begin: { self.die(node) }, end: { self.bring(node) })
        case .nodeFrozen:
            guard node.isAlive, !node.isFrozen else { return }
            let life = node.life
            node.freeze()
            // Its sessions and connections are given up by the other side, sooner or later, and it is not told.
            var random = SeededRandom(self.schedule.seed, 4, UInt64(fault.number))
            for part in node.parts where random.chance(0.6) {
                self.plan(at: self.now + random.between(0, fault.lasts)) {
                    if node.isFrozen && node.life == life { (part as? RelayPart)?.loseSession() }
                }
            }
            if random.chance(0.5) {
                self.plan(at: self.now + random.between(0, fault.lasts)) { [unowned self] in
                    if node.isFrozen && node.life == life { self.broker.cut(node) }
                }
            }
            self.plan(at: self.now + fault.lasts) { if node.life == life { node.thaw() } }
        case .connectionsCut:
            self.broker.cut(node)
        case .brokerDown:
            self.hold("broker", fault.lasts, begin: { self.broker.goDown() }, end: { self.broker.comeUp() })
        case .brokerBlocked:
            self.hold(
                "blocked", fault.lasts, begin: { self.broker.setBlocked(true) },
                end: { self.broker.setBlocked(false) })
        case .brokerWiped:
            self.broker.wipe()
        case .bindingLost:
            self.hold(
                "binding\(fault.service)", fault.lasts, begin: { self.broker.isBound[fault.service] = false },
                end: { self.broker.isBound[fault.service] = true })
        case .queueRefuses:
            self.hold(
                "refuses\(fault.service)", fault.lasts, begin: { self.broker.refuses[fault.service] = true },
                end: { self.broker.refuses[fault.service] = false })
        case .confirmsSwallowed:
            self.broker.deafen(node)
        case .queueDuplicated:
            self.broker.duplicate(fault.service)
            var random = SeededRandom(self.schedule.seed, 5, UInt64(fault.number))
            let old = self.databases[1 - fault.service].tables.outbox
            guard !old.isEmpty else { return }
            for _ in 0..<3 { self.broker.repeatOld(random.one(of: old).post) }
        case .queueShuffled:
            self.broker.shuffle(fault.service)
        case .networkSlow:
            self.hold(
                "slow", fault.lasts, begin: { self.broker.latency = .milliseconds(400) },
                end: { self.broker.latency = .milliseconds(2) })
        case .databaseCrashed:
            database.crash()
        case .databaseDown:
            self.hold(
                "database\(fault.service)", fault.lasts, begin: { database.goDown() }, end: { database.comeUp() })
        case .sessionEnded:
            database.endRelaySession()
        case .answersLost:
            self.hold(
                "answers\(fault.service)", fault.lasts, begin: { database.losesAnswers = true },
                end: { database.losesAnswers = false })
        case .clockJumped:
            var random = SeededRandom(self.schedule.seed, 6, UInt64(fault.number))
            let error: Micros = random.chance(0.5) ? .seconds(3600) : -.seconds(3600)
            if random.chance(0.5) {
                database.clockError = error
                self.plan(at: self.now + fault.lasts) { database.clockError = 0 }
            } else {
                node.clockError = error
                self.plan(at: self.now + fault.lasts) { node.clockError = 0 }
            }
        }
    }

    private func hold(_ what: String, _ lasts: Micros, begin: () -> Void, end: @escaping () -> Void) {
        self.downs[what, default: 0] += 1
        if self.downs[what] == 1 { begin() }
        self.plan(at: self.now + lasts) { [unowned self] in
            self.downs[what, default: 0] -= 1
            guard self.downs[what] == 0 else { return }
            self.note("healed: \(what)")
            end()
        }
    }
}
