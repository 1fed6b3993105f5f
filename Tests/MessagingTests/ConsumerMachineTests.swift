@testable import Messaging
import Seeds
import Testing
import Threading

@Suite("Who handles which delivery when")
struct ConsumerMachineTests {
    typealias Machine = ConsumerMachine

    private let now = ContinuousClock.now

    private func machine(lanes: Int = 1, batch: Int = 4) -> MachineBox {
        MachineBox(.init(lanes: lanes, batch: batch, hold: Backoff(first: .milliseconds(50), cap: .seconds(2))))
    }

    private func item(_ tag: Int, lane: String = "s", identity: String? = nil, isSuspect: Bool = false) -> Machine.Item
    {
        Machine.Item(tag: tag, lane: lane, identity: identity, isSuspect: isSuspect)
    }

    private func run(_ id: Int, _ tags: [Int], counted: [Int] = [], isAlone: Bool = false) -> Machine.Effect {
        .run(.init(id: id, tags: tags, counted: counted, isAlone: isAlone))
    }

    @Test("The first goes at once; what comes meanwhile goes together, and is acknowledged in one word")
    func batches() {
        let machine = self.machine()
        #expect(machine.handle(.delivered(self.item(1)), now: self.now) == [self.run(1, [1])])
        for tag in 2...6 { #expect(machine.handle(.delivered(self.item(tag)), now: self.now).isEmpty) }
        #expect(
            machine.handle(.ended(batch: 1, .settled), now: self.now) == [.ack(1), self.run(2, [2, 3, 4, 5])])
        #expect(machine.handle(.ended(batch: 2, .settled), now: self.now) == [.ackUpTo(5), self.run(3, [6])])
        #expect(machine.handle(.ended(batch: 3, .settled), now: self.now) == [.ack(6)])
        #expect(machine.inHand == 0)
    }

    @Test("A batch that fails is cut around the culprit; the neighbours keep their order")
    func cut() {
        let machine = self.machine()
        _ = machine.handle(.delivered(self.item(1)), now: self.now)
        for tag in 2...5 { _ = machine.handle(.delivered(self.item(tag)), now: self.now) }
        _ = machine.handle(.ended(batch: 1, .settled), now: self.now)
        #expect(machine.handle(.ended(batch: 2, .failed(at: 1)), now: self.now) == [self.run(3, [2])])
        #expect(machine.handle(.ended(batch: 3, .settled), now: self.now) == [.ack(2), self.run(4, [3])])
        #expect(machine.handle(.ended(batch: 4, .settled), now: self.now) == [.ack(3), self.run(5, [4, 5])])
        #expect(machine.handle(.ended(batch: 5, .failed(at: nil)), now: self.now) == [self.run(6, [4])])
        #expect(machine.handle(.ended(batch: 6, .settled), now: self.now) == [.ack(4), self.run(7, [5])])
    }

    @Test("While the database is away a batch is held, longer each time, and nothing is acknowledged")
    func away() {
        let machine = self.machine()
        _ = machine.handle(.delivered(self.item(1)), now: self.now)
        let later = self.now.advanced(by: .milliseconds(50))
        #expect(machine.handle(.ended(batch: 1, .away(begun: true)), now: self.now) == [.wake(at: later)])
        #expect(machine.handle(.tick, now: self.now).isEmpty)
        #expect(machine.handle(.tick, now: later) == [self.run(2, [1])])
        #expect(
            machine.handle(.ended(batch: 2, .away(begun: true)), now: later)
                == [.wake(at: later.advanced(by: .milliseconds(100)))])
    }

    @Test(
        "What was handed out before is looked up, counted once, and runs alone or is parked when it was begun too often"
    )
    func suspects() {
        let machine = self.machine(lanes: 2)
        // "a" and "b" go to different lanes.
        #expect(machine.handle(.delivered(self.item(1, lane: "a")), now: self.now) == [self.run(1, [1])])
        #expect(
            machine.handle(.delivered(self.item(2, lane: "b", isSuspect: true)), now: self.now)
                == [.look(batch: 2, [2])])
        // It must wait until nothing else runs, and nothing else begins before it.
        #expect(machine.handle(.looked(batch: 2, begun: [2: 2]), now: self.now).isEmpty)
        #expect(machine.handle(.delivered(self.item(3, lane: "a")), now: self.now).isEmpty)
        #expect(
            machine.handle(.ended(batch: 1, .settled), now: self.now)
                == [.ack(1), self.run(3, [2], counted: [2], isAlone: true)])
        let later = self.now.advanced(by: .seconds(1))
        // Held for the database: it is not counted again.
        _ = machine.handle(.ended(batch: 3, .away(begun: true)), now: self.now)
        _ = machine.handle(.tick, now: self.now)
        #expect(machine.handle(.tick, now: later).isEmpty)
        #expect(
            machine.handle(.ended(batch: 4, .settled), now: later)
                == [.ack(3), self.run(5, [2], counted: [], isAlone: true)])
        #expect(machine.handle(.ended(batch: 5, .settled), now: later) == [.ack(2)])
        _ = machine.handle(.delivered(self.item(4, isSuspect: true)), now: later)
        #expect(machine.handle(.looked(batch: 6, begun: [4: 6]), now: later) == [.park(batch: 7, 4)])
        #expect(machine.handle(.ended(batch: 7, .settled), now: later) == [.ack(4)])
    }

    @Test("What is handed out again while it is in hand is not handled again, and is acknowledged with it")
    func copies() {
        let machine = self.machine()
        #expect(machine.handle(.delivered(self.item(1, identity: "m")), now: self.now) == [self.run(1, [1])])
        for tag in 2...9 {
            #expect(
                machine.handle(.delivered(self.item(tag, identity: "m", isSuspect: true)), now: self.now).isEmpty)
        }
        #expect(machine.inHand == 1)
        // Published a second time: it is handled, and answered, by itself.
        #expect(machine.handle(.delivered(self.item(10, lane: "other", identity: "m")), now: self.now).isEmpty)
        #expect(machine.inHand == 2)
        #expect(machine.handle(.ended(batch: 1, .settled), now: self.now) == [.ackUpTo(9), self.run(2, [10])])
    }

    @Test("After a stop nothing begins; what runs is let finish and is acknowledged")
    func stop() {
        let machine = self.machine()
        _ = machine.handle(.delivered(self.item(1)), now: self.now)
        _ = machine.handle(.delivered(self.item(2)), now: self.now)
        #expect(machine.handle(.stop, now: self.now).isEmpty)
        #expect(!machine.isAtRest)
        #expect(machine.handle(.ended(batch: 1, .settled), now: self.now) == [.ack(1)])
        #expect(machine.isAtRest)
    }

    @Test(
        "Random schedules: all is handled in the order of its lane, acknowledged after it and once, alone when it must be"
    )
    func random() {
        for seed in UInt64(1)...400 {
            var world = MachineWorld(seed)
            world.run()
            #expect(world.fault == nil, "seed \(seed)")
        }
    }
}

/// A machine that an expectation may call.
final class MachineBox {
    private var machine: ConsumerMachine
    init(_ limits: ConsumerMachine.Limits) { self.machine = ConsumerMachine(limits) }
    var inHand: Int { self.machine.inHand }
    var isAtRest: Bool { self.machine.isAtRest }
    func handle(_ input: ConsumerMachine.Input, now: ContinuousClock.Instant) -> [ConsumerMachine.Effect] {
        self.machine.handle(input, now: now)
    }
}

/// A machine among random arrivals and ends, watched.
struct MachineWorld {
    private var random: SeededRandom
    private var machine: ConsumerMachine
    private var now = ContinuousClock.now
    private var running: [ConsumerMachine.Batch] = []
    private var looking: [(Int, [Int])] = []
    private var parking: [(Int, Int)] = []
    private var lanes: [Int: String] = [:]
    private var arrived: [String: [Int]] = [:]
    private var done: [String: [Int]] = [:]
    private var settled: Set<Int> = []
    private var acknowledged: Set<Int> = []
    private(set) var fault: String?

    init(_ seed: UInt64) {
        self.random = SeededRandom(seed: seed)
        self.machine = ConsumerMachine(
            .init(
                lanes: Int(1 + self.random.next() % 4), batch: Int(1 + self.random.next() % 5),
                hold: Backoff(first: .milliseconds(50), cap: .seconds(2))))
    }

    mutating func run() {
        let count = Int(1 + self.random.next() % 40)
        var next = 1
        var steps = 0
        while self.fault == nil, self.acknowledged.count < count {
            steps += 1
            if steps > 5_000 { self.fault = "no progress: \(self.acknowledged.count) of \(count)" }
            switch self.random.next() % 4 {
            case 0 where next <= count:
                let lane = "s\(self.random.next() % 6)"
                self.lanes[next] = lane
                self.arrived[lane, default: []].append(next)
                self.feed(
                    .delivered(
                        .init(tag: next, lane: lane, identity: "\(next)", isSuspect: self.random.next() % 3 == 0)))
                next += 1
            case 1:
                self.now = self.now.advanced(by: .seconds(3))
                self.feed(.tick)
            default: self.endSomething()
            }
        }
        for (lane, tags) in self.arrived where self.fault == nil && self.done[lane] != tags {
            self.fault = "lane \(lane): \(self.done[lane] ?? []) instead of \(tags)"
        }
    }

    private mutating func endSomething() {
        if !self.looking.isEmpty {
            let (id, tags) = self.looking.removeFirst()
            if self.random.next() % 5 == 0 { return self.feed(.notLooked(batch: id)) }
            var begun: [Int: Int] = [:]
            for tag in tags { begun[tag] = Int(self.random.next() % 8) }
            return self.feed(.looked(batch: id, begun: begun))
        }
        if !self.parking.isEmpty {
            let (id, tag) = self.parking.removeFirst()
            self.finish([tag])
            return self.feed(.ended(batch: id, .settled))
        }
        guard !self.running.isEmpty else { return }
        let batch = self.running.remove(at: Int(self.random.next() % UInt64(self.running.count)))
        switch self.random.next() % 4 {
        case 0 where batch.tags.count > 1:
            let at = self.random.next() % 2 == 0 ? nil : Int(self.random.next() % UInt64(batch.tags.count))
            self.feed(.ended(batch: batch.id, .failed(at: at)))
        case 1: self.feed(.ended(batch: batch.id, .away(begun: self.random.next() % 2 == 0)))
        default:
            self.finish(batch.tags)
            self.feed(.ended(batch: batch.id, .settled))
        }
    }

    private mutating func finish(_ tags: [Int]) {
        for tag in tags {
            self.settled.insert(tag)
            self.done[self.lanes[tag] ?? "", default: []].append(tag)
        }
    }

    private mutating func feed(_ input: ConsumerMachine.Input) {
        for effect in self.machine.handle(input, now: self.now) {
            switch effect {
            case .look(let id, let tags): self.looking.append((id, tags))
            case .run(let batch):
                if self.running.contains(where: \.isAlone) || (batch.isAlone && !self.running.isEmpty) {
                    self.fault = "something runs beside what must be alone"
                }
                self.running.append(batch)
            case .park(let id, let tag): self.parking.append((id, tag))
            case .ack(let tag): self.acknowledge([tag], named: tag)
            case .ackUpTo(let tag): self.acknowledge(self.lanes.keys.filter { $0 <= tag }, named: tag)
            case .wake: break
            }
        }
    }

    private mutating func acknowledge(_ tags: [Int], named: Int) {
        if self.acknowledged.contains(named) { self.fault = "\(named) is acknowledged twice" }
        if let early = tags.first(where: { !self.settled.contains($0) }) {
            self.fault = "\(early) is acknowledged before its commit"
        }
        self.acknowledged.formUnion(tags)
    }
}
