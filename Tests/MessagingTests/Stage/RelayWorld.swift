import Messaging
import Seeds

/// A database and a broker as a relay machine sees them, driven by one seed: rows in lanes, answers in any order, refusals,
/// lost connections, lost processes. It notes every broken promise.
struct RelayWorld {
    private static let rowCount = 250
    private var random: SeededRandom
    private var machine = RelayMachine(limits: Self.limits)
    private var now = ContinuousClock.now
    private var rows: [RelayMachine.Row] = []
    private var readUpTo = 0
    private var todo: [RelayMachine.Effect] = []
    // The database.
    private var cursor: Int64 = 0
    private var stuck: [Int64: RelayMachine.StuckRow] = [:]
    // The broker: the rows that a queue has, in the order of their first arrival.
    private var arrived: [Int64] = []
    private var refusing = true
    private(set) var faults: [String] = []

    private static var limits: RelayMachine.Limits {
        var limits = RelayMachine.Limits()
        limits.window = 16
        limits.batch = 4
        limits.page = 20
        limits.readAhead = 30
        limits.kept = 60
        limits.progressRows = 10
        return limits
    }

    init(seed: UInt64) {
        self.random = SeededRandom(seed: seed)
        for id in 1...Self.rowCount {
            self.rows.append(
                .init(place: .init(window: id / 37, id: Int64(id)), lane: "lane \(self.random.below(9))"))
        }
        self.takeOver()
    }

    var left: String { "\(self.arrived.count) arrived, cursor \(self.cursor), stuck \(self.stuck.count)" }
    var isEmpty: Bool {
        Set(self.arrived).count == Self.rowCount && self.cursor == Int64(Self.rowCount) && self.stuck.isEmpty
    }

    mutating func run() {
        for step in 0..<60_000 {
            // After a while everything heals, and then it must come to rest.
            self.refusing = step < 3_000
            self.now += .milliseconds(self.random.below(30))
            if self.todo.isEmpty || self.random.below(5) == 0 {
                self.feed(self.random.below(20) == 0 ? .woken : .tick)
            } else {
                self.carryOut(self.todo.remove(at: self.random.below(self.todo.count)))
            }
            if self.refusing && self.random.below(400) == 0 { self.takeOver() }
            if !self.refusing && self.isEmpty { return }
        }
    }

    /// The process is lost; another takes over from what the database has.
    private mutating func takeOver() {
        self.machine = RelayMachine(limits: Self.limits)
        self.todo = []
        self.readUpTo = Int(self.cursor)
        self.feed(.tookOver(stuck: self.stuck.values.sorted { $0.id < $1.id }))
    }

    private mutating func feed(_ input: RelayMachine.Input) {
        self.todo += self.machine.handle(input, now: self.now)
        if self.machine.inFlight > Self.limits.window { self.faults.append("more than the window on its way") }
    }

    private mutating func carryOut(_ effect: RelayMachine.Effect) {
        switch effect {
        case .read(let limit):
            let page = self.rows[self.readUpTo..<min(self.rows.count, self.readUpTo + limit)]
            self.readUpTo = page.endIndex
            self.feed(.read(Array(page), isMore: self.readUpTo < self.rows.count))
        case .publish(let ids): self.publish(ids)
        case .write(let progress): self.write(progress)
        case .readStuck:
            var lanes: Set<String> = []
            let due = self.stuck.values.sorted { $0.id < $1.id }.filter { lanes.insert($0.lane).inserted }
            self.feed(.stuckRead(due))
        case .awaitBroker: self.feed(.brokerReady)
        case .checkGrip: self.feed(.gripHeld)
        case .finished: self.faults.append("finished without being told to stop")
        }
    }

    private mutating func publish(_ ids: [Int64]) {
        var reports: [Int64: PublishReport] = [:]
        for id in ids {
            let row = self.rows[Int(id) - 1]
            let chance = self.refusing ? self.random.below(20) : 19
            switch chance {
            case 0: reports[id] = .returned(code: 312, text: "")
            case 1: reports[id] = .nacked
            case 2: reports[id] = .unknown
            default: reports[id] = chance == 3 ? .unknown : .confirmed
            }
            guard chance > 2 else { continue }
            if !self.arrived.contains(id) { self.arrived.append(id) }
            let earlier = self.rows.filter { $0.lane == row.lane && $0.place.id < id }
            if let missing = earlier.first(where: { !self.arrived.contains($0.place.id) }) {
                self.faults.append("\(id) arrived before \(missing.place.id) of its lane")
            }
        }
        self.feed(.reported(reports))
    }

    private mutating func write(_ progress: RelayMachine.Progress) {
        // A commit that may be lost, is lost with the process at times; then the take-over reads more again.
        for row in progress.stuck where self.stuck[row.id] == nil { self.stuck[row.id] = row }
        for row in progress.again { self.stuck[row.id] = row }
        for id in progress.freed { self.stuck[id] = nil }
        if let reached = progress.reached {
            if reached.id < self.cursor { self.faults.append("the cursor went back") }
            self.cursor = reached.id
        }
        for row in self.rows.prefix(Int(self.cursor)) where self.stuck[row.place.id] == nil {
            if !self.arrived.contains(row.place.id) { self.faults.append("the cursor passed \(row.place.id)") }
        }
        self.feed(.written)
    }
}
