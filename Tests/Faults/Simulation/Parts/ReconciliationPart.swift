import Contracts
import Foundation
import Messaging
import Seeds

/// The state of the comparison of one service's outbox with what the other one has.
struct ReconciliationTables {
    var machine: ReconciliationMachine?

    var drift: String? {
        guard let machine else { return nil }
        return machine.drift == 0 ? nil : "\(machine.drift) messages are known to be missing"
    }
}

/// Drives `ReconciliationMachine` in one node. Its state is a row, so any node goes on with it. A question finds the other
/// service by itself here, late, twice or not at all, instead of travelling through a queue.
final class ReconciliationPart: Part {
    private static let rules: ReconciliationRules = {
        var rules = ReconciliationRules()
        rules.interval = .seconds(20)
        rules.patience = .seconds(5)
        rules.patienceCap = .seconds(20)
        rules.settle = .seconds(3)
        rules.mendCap = .seconds(20)
        return rules
    }()

    private unowned let world: World
    private unowned let node: Node
    private let database: SimulatedDatabase
    private var random: SeededRandom
    private let session: PublishingSession

    init(world: World, node: Node) {
        self.world = world
        self.node = node
        self.database = world.databases[node.service]
        self.random = SeededRandom(world.schedule.seed, 10, UInt64(node.service * 2 + node.index), UInt64(node.life))
        self.session = PublishingSession(world: world, node: node)
    }

    func start() {
        self.session.open()
        self.look()
    }

    private var clock: Date { VirtualDate.at(self.world.now + self.node.clockError) }

    private func look() {
        self.world.post(to: self.node, at: self.world.now + .seconds(2)) { [weak self] in
            guard let self else { return }
            self.feed { _ in .tick }
            self.look()
        }
    }

    /// One input, in the transaction that writes the state down; what is to be said is said after its commit.
    private func feed(_ input: @escaping (Tables) -> ReconciliationMachine.Input) {
        let name = self.newName()
        self.database.transact(self.node) { [self] tables -> [ReconciliationMachine.Effect] in
            let now = self.clock
            var machine = tables.reconciliation.machine ?? ReconciliationMachine(at: now)
            var open = machine.handle(input(tables), now: now, rules: Self.rules)
            var said: [ReconciliationMachine.Effect] = []
            while !open.isEmpty {
                let effect = open.removeFirst()
                if case .read(let after, let through) = effect {
                    let window = self.window(after, through, tables)
                    open += machine.handle(.window(window, name: name), now: now, rules: Self.rules)
                } else {
                    said.append(effect)
                }
            }
            tables.reconciliation.machine = machine
            return said
        } _: { [self] ending in
            guard case .committed(let said) = ending else { return }
            for effect in said { self.carryOut(effect) }
        }
    }

    private func newName() -> MessageID { MessageID(self.random.identifier()) }

    private func window(_ after: OutboxPosition, _ through: OutboxPosition?, _ tables: Tables)
        -> ReconciliationMachine.Window
    {
        // Behind the oldest open transaction something may still appear.
        let floor = self.database.oldestOpen
        let rows = tables.outbox.filter { $0.xid < floor }.sorted { $0.position < $1.position }
            .filter { row in row.position > after && through.map { row.position <= $0 } ?? true }
        var window = ReconciliationMachine.Window(through: after, published: [], isLast: true)
        var before = after
        for (index, row) in rows.enumerated() {
            if index == 20 && through == nil {
                window.isLast = false
                break
            }
            if tables.relay.hasPassed(row) && tables.relay.stuck[row.id] == nil {
                window.published.append(
                    SequenceRange(
                        stream: "\(row.post.source)", subject: "\(row.post.subject)", from: row.post.sequence,
                        through: row.post.sequence))
            } else if window.heldAfter == nil {
                window.heldAfter = before
            }
            before = row.position
            window.through = row.position
        }
        if let through { window.through = through }
        return window
    }

    private func carryOut(_ effect: ReconciliationMachine.Effect) {
        switch effect {
        case .read: break
        case .ask(let name, let published): self.ask(name, published)
        case .sendAgain(let ranges, let after, let through, _):
            let posts = self.database.tables.outbox.filter { row in
                row.position > after && row.position <= through
                    && ranges.contains {
                        $0.subject == "\(row.post.subject)" && ($0.from...$0.through).contains(row.post.sequence)
                    }
            }.map(\.post)
            self.world.met(.sentAgain)
            self.world.note("\(self.node.name) sends again \(posts.map(\.text).joined(separator: ", "))")
            self.session.publish(posts) { _ in }
        }
    }

    // MARK: - The other service

    private func ask(_ name: MessageID, _ published: [SequenceRange]) {
        for _ in 0..<(self.random.chance(0.1) ? 2 : 1) where !self.random.chance(0.1) {
            let other = self.world.node(1 - self.node.service, self.random.below(Schedule.nodes))
            let at = self.world.now + self.random.between(.milliseconds(1), .seconds(1))
            let way = self.random.next()
            self.world.post(to: other, at: at) { [weak self, world] in
                guard world.broker.isUp else { return }
                world.databases[other.service].transact(other) { tables in
                    Self.missing(of: published, in: tables)
                } _: { ending in
                    guard case .committed(let missing) = ending, let self else { return }
                    world.post(to: self.node, at: world.now + Micros(way % 500_000)) {
                        guard world.broker.isUp else { return }
                        self.feed { _ in .answer(question: name, missing: missing, waiting: 0, parked: 0) }
                    }
                }
            }
        }
    }

    /// What the inbox side says: everything beyond its position that is not kept, waiting or parked.
    private static func missing(of published: [SequenceRange], in tables: Tables) -> [SequenceRange] {
        published.filter { range in
            let lane = "\(range.stream)/\(range.subject)"
            let position = tables.inbox.positions[lane, default: 0]
            guard range.from > position, tables.inbox.early[lane]?[range.from] == nil else { return false }
            return !tables.inbox.retry.values.contains { $0.post.lane == lane && $0.post.sequence == range.from }
        }
    }
}

extension Tables.OutboxEntry {
    fileprivate var position: OutboxPosition { OutboxPosition(transaction: self.xid, row: self.id) }
}
