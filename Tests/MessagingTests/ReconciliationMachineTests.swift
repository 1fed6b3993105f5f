import Contracts
import Foundation
import Messaging
import Seeds
import Testing

@Suite("What a publisher decides when it compares")
struct ReconciliationMachineTests {
    private let start = Date(timeIntervalSince1970: 1_790_000_000)
    private let rules = ReconciliationRules()

    private func range(_ subject: String, _ from: Int64, _ through: Int64) -> SequenceRange {
        SequenceRange(stream: "case", subject: subject, from: from, through: through)
    }

    private func window(_ row: Int64, _ published: [SequenceRange], isLast: Bool = true, heldAfter: Int64? = nil)
        -> ReconciliationMachine.Window
    {
        ReconciliationMachine.Window(
            through: OutboxPosition(transaction: row, row: row), published: published, isLast: isLast,
            heldAfter: heldAfter.map { OutboxPosition(transaction: $0, row: $0) })
    }

    private func at(_ seconds: Double) -> Date { self.start.addingTimeInterval(seconds) }

    @Test("Nothing published: two looks, no question, and nothing to do for five minutes")
    func empty() {
        var machine = ReconciliationMachine(at: self.start)
        #expect(machine.handle(.tick, now: self.start, rules: self.rules) == [.read(after: .start, through: nil)])
        let effects = machine.handle(
            .window(self.window(0, []), name: MessageID(UUID())), now: self.start, rules: self.rules)
        #expect(effects == [.read(after: .start, through: nil)])
        let rest = machine.handle(
            .window(self.window(0, []), name: MessageID(UUID())), now: self.start, rules: self.rules)
        #expect(rest.isEmpty)
        #expect(machine.dueAt == self.at(300) && machine.drift == 0 && machine.lastComplete == self.start)
        #expect(machine.handle(.tick, now: self.at(299), rules: self.rules).isEmpty)
    }

    @Test("A consumer that lacks nothing is asked once, and the next walk begins behind what it has")
    func complete() {
        var machine = ReconciliationMachine(at: self.start)
        let name = MessageID(UUID())
        _ = machine.handle(.tick, now: self.start, rules: self.rules)
        let asked = machine.handle(
            .window(self.window(7, [self.range("a", 1, 3)]), name: name), now: self.start, rules: self.rules)
        #expect(asked == [.ask(name, [self.range("a", 1, 3)])])
        #expect(machine.unansweredSince == self.start)
        let done = machine.handle(
            .answer(question: name, missing: [], waiting: 2, parked: 1), now: self.at(1), rules: self.rules)
        #expect(machine.reconciled == OutboxPosition(transaction: 7, row: 7))
        #expect(machine.waiting == 2 && machine.parked == 1 && machine.unansweredSince == nil)
        #expect(done == [.read(after: OutboxPosition(transaction: 7, row: 7), through: nil)])
        let rest = machine.handle(
            .window(self.window(7, []), name: MessageID(UUID())), now: self.at(1), rules: self.rules)
        #expect(rest.isEmpty && machine.scope == nil)
        let next = machine.handle(.tick, now: self.at(301), rules: self.rules)
        #expect(next == [.read(after: OutboxPosition(transaction: 7, row: 7), through: nil)])
    }

    @Test("Only what two answers name is sent again, and it is drift until an answer names nothing")
    func drift() {
        var machine = ReconciliationMachine(at: self.start)
        let (first, second, third) = (MessageID(UUID()), MessageID(UUID()), MessageID(UUID()))
        let published = [self.range("a", 1, 5), self.range("b", 1, 1)]
        let place = OutboxPosition(transaction: 9, row: 9)
        _ = machine.handle(.tick, now: self.start, rules: self.rules)
        _ = machine.handle(.window(self.window(9, published), name: first), now: self.start, rules: self.rules)
        let suspected = machine.handle(
            .answer(question: first, missing: [self.range("a", 2, 4), self.range("b", 1, 1)], waiting: 0, parked: 0),
            now: self.at(1), rules: self.rules)
        #expect(suspected.isEmpty && machine.drift == 0 && machine.dueAt == self.at(16))
        // A second copy of the same answer is not a second answer.
        let copy = machine.handle(
            .answer(question: first, missing: [self.range("a", 2, 4)], waiting: 0, parked: 0), now: self.at(2),
            rules: self.rules)
        #expect(copy.isEmpty && machine.drift == 0)
        #expect(
            machine.handle(.tick, now: self.at(16), rules: self.rules) == [.read(after: .start, through: place)])
        let again = machine.handle(
            .window(self.window(9, published), name: second), now: self.at(16), rules: self.rules)
        #expect(again == [.ask(second, published)])
        let mended = machine.handle(
            .answer(question: second, missing: [self.range("a", 3, 4)], waiting: 0, parked: 0), now: self.at(17),
            rules: self.rules)
        #expect(mended == [.sendAgain([self.range("a", 3, 4)], after: .start, through: place, found: 2)])
        #expect(machine.drift == 2 && machine.reconciled == .start)
        // Not there yet: sent again, but not counted again.
        _ = machine.handle(.tick, now: self.at(32), rules: self.rules)
        _ = machine.handle(.window(self.window(9, published), name: third), now: self.at(32), rules: self.rules)
        let still = machine.handle(
            .answer(question: third, missing: [self.range("a", 4, 4)], waiting: 0, parked: 0), now: self.at(33),
            rules: self.rules)
        #expect(still == [.sendAgain([self.range("a", 4, 4)], after: .start, through: place, found: 0)])
        #expect(machine.drift == 1 && machine.dueAt == self.at(63))
        let fourth = MessageID(UUID())
        _ = machine.handle(.tick, now: self.at(63), rules: self.rules)
        _ = machine.handle(.window(self.window(9, published), name: fourth), now: self.at(63), rules: self.rules)
        _ = machine.handle(
            .answer(question: fourth, missing: [], waiting: 0, parked: 0), now: self.at(64), rules: self.rules)
        #expect(machine.drift == 0 && machine.reconciled == place)
    }

    @Test("An unanswered question is asked again under its own name, ever more slowly; any copy of its answer counts")
    func unanswered() {
        var machine = ReconciliationMachine(at: self.start)
        let name = MessageID(UUID())
        let published = [self.range("a", 1, 1)]
        _ = machine.handle(.tick, now: self.start, rules: self.rules)
        _ = machine.handle(.window(self.window(1, published), name: name), now: self.start, rules: self.rules)
        for (moment, next) in [(30.0, 90.0), (90, 210), (210, 450), (450, 930), (930, 1530), (1530, 2130)] {
            #expect(machine.handle(.tick, now: self.at(moment - 1), rules: self.rules).isEmpty)
            _ = machine.handle(.tick, now: self.at(moment), rules: self.rules)
            let asked = machine.handle(
                .window(self.window(1, published), name: MessageID(UUID())), now: self.at(moment), rules: self.rules)
            #expect(asked == [.ask(name, published)])
            #expect(machine.dueAt == self.at(next))
        }
        #expect(machine.unansweredSince == self.start)
        _ = machine.handle(
            .answer(question: name, missing: [], waiting: 0, parked: 0), now: self.at(1531), rules: self.rules)
        #expect(machine.scope == .regular && machine.unansweredSince == nil)
    }

    @Test("An answer to another question changes nothing")
    func stranger() {
        var machine = ReconciliationMachine(at: self.start)
        _ = machine.handle(.tick, now: self.start, rules: self.rules)
        _ = machine.handle(
            .window(self.window(1, [self.range("a", 1, 1)]), name: MessageID(UUID())), now: self.start,
            rules: self.rules)
        let before = machine
        _ = machine.handle(
            .answer(question: MessageID(UUID()), missing: [], waiting: 9, parked: 9), now: self.at(1),
            rules: self.rules)
        #expect(machine == before)
    }

    @Test("A window that is not the last leads to the next at once; the walk stops before a row that no queue took")
    func windows() {
        var machine = ReconciliationMachine(at: self.start)
        let name = MessageID(UUID())
        _ = machine.handle(.tick, now: self.start, rules: self.rules)
        _ = machine.handle(
            .window(self.window(5, [self.range("a", 1, 1)], isLast: false, heldAfter: 3), name: name),
            now: self.start, rules: self.rules)
        let next = machine.handle(
            .answer(question: name, missing: [], waiting: 0, parked: 0), now: self.at(1), rules: self.rules)
        #expect(next == [.read(after: OutboxPosition(transaction: 5, row: 5), through: nil)])
        _ = machine.handle(.window(self.window(6, []), name: MessageID(UUID())), now: self.at(1), rules: self.rules)
        #expect(machine.reconciled == OutboxPosition(transaction: 3, row: 3))
    }

    @Test("What is ordered has begun before anybody can find it at rest")
    func orderBegins() {
        for scope in [ReconciliationMachine.Scope.regular, .full] {
            var machine = ReconciliationMachine(at: self.at(0))
            _ = machine.handle(.order(scope), now: self.at(0), rules: self.rules)
            #expect(machine.scope == scope)
        }
    }

    @Test("Every night at two in Jakarta, and when it is ordered, everything is compared from the start")
    func full() {
        var machine = ReconciliationMachine(at: self.start)
        func walk(_ moment: Date) -> OutboxPosition? {
            guard case .read(let after, _)? = machine.handle(.tick, now: moment, rules: self.rules).first else {
                return nil
            }
            let row = after.row + 1
            let name = MessageID(UUID())
            _ = machine.handle(
                .window(self.window(row, [self.range("a", row, row)]), name: name), now: moment, rules: self.rules)
            _ = machine.handle(
                .answer(question: name, missing: [], waiting: 0, parked: 0), now: moment, rules: self.rules)
            return after
        }
        #expect(walk(self.start) == .start)
        #expect(walk(self.at(300)) == OutboxPosition(transaction: 1, row: 1))
        _ = machine.handle(.order(.full), now: self.at(400), rules: self.rules)
        #expect(walk(self.at(400)) == .start)
        // What was known to be reconciled stays so.
        #expect(machine.reconciled == OutboxPosition(transaction: 2, row: 2))
        var moment = self.at(700)
        var fulls: [Date] = []
        for _ in 0..<600 {
            if walk(moment) == .start { fulls.append(moment) }
            moment = moment.addingTimeInterval(300)
        }
        #expect(fulls.count == 2)
        for full in fulls {
            let hour = full.timeIntervalSince1970.truncatingRemainder(dividingBy: 86_400) / 3600
            #expect(hour >= 19 && hour < 19.1)
        }
    }

    @Test("A walk over everything goes on at once with what has been confirmed meanwhile")
    func news() {
        var machine = ReconciliationMachine(at: self.start)
        _ = machine.handle(.order(.full), now: self.at(1), rules: self.rules)
        _ = machine.handle(.tick, now: self.at(1), rules: self.rules)
        let question = MessageID(UUID())
        _ = machine.handle(
            .window(self.window(5, [self.range("a", 1, 5)]), name: question), now: self.at(1), rules: self.rules)
        // While the consumer answered, the relay has finished its window: two more rows, which the broker has lost.
        let beyond = machine.handle(
            .answer(question: question, missing: [], waiting: 0, parked: 0), now: self.at(2), rules: self.rules)
        #expect(beyond == [.read(after: OutboxPosition(transaction: 5, row: 5), through: nil)])
        #expect(machine.scope == .regular && machine.dueAt == self.at(2))
        _ = machine.handle(
            .window(self.window(7, [self.range("a", 6, 7)]), name: MessageID(UUID())), now: self.at(2),
            rules: self.rules)
        #expect(machine.openQuestion?.through == OutboxPosition(transaction: 7, row: 7))
    }

    @Test("A consumer that waits is compared at once, and with everything when that was not enough")
    func request() {
        var machine = ReconciliationMachine(at: self.start)
        func endWalk(_ moment: Date) -> [ReconciliationMachine.Effect] {
            let effects = machine.handle(.tick, now: moment, rules: self.rules)
            _ = machine.handle(.window(self.window(4, []), name: MessageID(UUID())), now: moment, rules: self.rules)
            return effects
        }
        _ = endWalk(self.start)
        _ = machine.handle(.request(isRepeated: false), now: self.at(60), rules: self.rules)
        #expect(endWalk(self.at(60)) == [.read(after: OutboxPosition(transaction: 4, row: 4), through: nil)])
        _ = machine.handle(.request(isRepeated: true), now: self.at(90), rules: self.rules)
        #expect(endWalk(self.at(90)) == [.read(after: OutboxPosition(transaction: 4, row: 4), through: nil)])
        _ = machine.handle(.request(isRepeated: true), now: self.at(600), rules: self.rules)
        #expect(endWalk(self.at(600)) == [.read(after: .start, through: nil)])
    }

    /// A machine in the middle of a walk over everything, which has come to row 5, and knows everything up to 9.
    private func amidEverything() -> (machine: ReconciliationMachine, question: MessageID) {
        var machine = ReconciliationMachine(at: self.start)
        _ = machine.handle(.tick, now: self.start, rules: self.rules)
        _ = machine.handle(.window(self.window(9, []), name: MessageID(UUID())), now: self.start, rules: self.rules)
        _ = machine.handle(.order(.full), now: self.at(1), rules: self.rules)
        _ = machine.handle(.tick, now: self.at(1), rules: self.rules)
        _ = machine.handle(
            .window(self.window(5, [], isLast: false), name: MessageID(UUID())), now: self.at(1), rules: self.rules)
        let question = MessageID(UUID())
        _ = machine.handle(
            .window(self.window(7, [self.range("a", 6, 7)], isLast: false), name: question), now: self.at(1),
            rules: self.rules)
        return (machine, question)
    }

    @Test("For a consumer that waits, a walk over everything steps aside at once, and then goes on where it was")
    func requestAmidEverything() {
        var (machine, question) = self.amidEverything()
        _ = machine.handle(.request(isRepeated: false), now: self.at(2), rules: self.rules)
        #expect(machine.dueAt == self.at(2) && machine.scope == .regular)
        #expect(
            machine.handle(.tick, now: self.at(2), rules: self.rules)
                == [.read(after: OutboxPosition(transaction: 9, row: 9), through: nil)])
        // What was asked before is asked again later; a late answer to it is none.
        let before = machine
        _ = machine.handle(
            .answer(question: question, missing: [], waiting: 0, parked: 0), now: self.at(2), rules: self.rules)
        #expect(machine == before)
        let news = MessageID(UUID())
        _ = machine.handle(
            .window(self.window(12, [self.range("a", 8, 9)]), name: news), now: self.at(2), rules: self.rules)
        // Another request while what is new is compared changes nothing.
        _ = machine.handle(.request(isRepeated: true), now: self.at(3), rules: self.rules)
        let back = machine.handle(
            .answer(question: news, missing: [], waiting: 0, parked: 0), now: self.at(3), rules: self.rules)
        #expect(back == [.read(after: OutboxPosition(transaction: 5, row: 5), through: nil)])
        #expect(machine.scope == .full && machine.reconciled == OutboxPosition(transaction: 12, row: 12))
        let beyond = machine.handle(
            .window(self.window(12, []), name: MessageID(UUID())), now: self.at(3), rules: self.rules)
        #expect(beyond == [.read(after: OutboxPosition(transaction: 12, row: 12), through: nil)])
        _ = machine.handle(.window(self.window(12, []), name: MessageID(UUID())), now: self.at(3), rules: self.rules)
        #expect(machine.scope == nil && machine.dueAt == self.at(303))
    }

    @Test("A walk over everything that knows of something missing brings that to its end first, and then steps aside")
    func requestAmidMending() {
        var (machine, question) = self.amidEverything()
        _ = machine.handle(
            .answer(question: question, missing: [self.range("a", 6, 6)], waiting: 0, parked: 0), now: self.at(2),
            rules: self.rules)
        _ = machine.handle(.request(isRepeated: false), now: self.at(3), rules: self.rules)
        #expect(machine.scope == .full)
        let second = MessageID(UUID())
        _ = machine.handle(.tick, now: self.at(17), rules: self.rules)
        _ = machine.handle(
            .window(self.window(7, [self.range("a", 6, 7)], isLast: false), name: second), now: self.at(17),
            rules: self.rules)
        let aside = machine.handle(
            .answer(question: second, missing: [], waiting: 0, parked: 0), now: self.at(18), rules: self.rules)
        #expect(aside == [.read(after: OutboxPosition(transaction: 9, row: 9), through: nil)])
        let back = machine.handle(
            .window(self.window(9, []), name: MessageID(UUID())), now: self.at(18), rules: self.rules)
        #expect(back == [.read(after: OutboxPosition(transaction: 7, row: 7), through: nil)])
    }

    @Test("A walk over everything that is beyond what is reconciled does not step aside: that would lead backwards")
    func requestAmidTheFirst() {
        for isMending in [false, true] {
            var machine = ReconciliationMachine(at: self.start)
            _ = machine.handle(.tick, now: self.start, rules: self.rules)
            let (first, second) = (MessageID(UUID()), MessageID(UUID()))
            _ = machine.handle(
                .window(self.window(5, [self.range("a", 1, 5)], isLast: false), name: first), now: self.start,
                rules: self.rules)
            _ = machine.handle(
                .answer(question: first, missing: [], waiting: 0, parked: 0), now: self.at(1), rules: self.rules)
            _ = machine.handle(
                .window(self.window(8, [self.range("a", 6, 8)], isLast: false), name: second), now: self.at(1),
                rules: self.rules)
            if isMending {
                _ = machine.handle(
                    .answer(question: second, missing: [self.range("a", 6, 6)], waiting: 0, parked: 0),
                    now: self.at(2), rules: self.rules)
            }
            let before = machine
            let effects = machine.handle(.request(isRepeated: false), now: self.at(3), rules: self.rules)
            #expect(effects.isEmpty && machine == before && machine.scope == .full)
        }
    }

    @Test("A walk over everything that mends on beyond what is reconciled forgets that it was to step aside")
    func requestOvertaken() {
        var (machine, question) = self.amidEverything()
        _ = machine.handle(
            .answer(question: question, missing: [self.range("a", 6, 6)], waiting: 0, parked: 0), now: self.at(2),
            rules: self.rules)
        _ = machine.handle(.request(isRepeated: false), now: self.at(3), rules: self.rules)
        // Its present step ends beyond row 9, where what is new begins.
        _ = machine.handle(.tick, now: self.at(17), rules: self.rules)
        let forward = machine.handle(
            .window(self.window(11, [], isLast: false), name: MessageID(UUID())), now: self.at(17), rules: self.rules)
        #expect(forward == [.read(after: OutboxPosition(transaction: 11, row: 11), through: nil)])
        #expect(machine.scope == .full)
    }

    @Test("A walk that has come back steps aside again only after it has had an answer, however often it is asked to")
    func requestAfterComingBack() {
        var (machine, _) = self.amidEverything()
        _ = machine.handle(.request(isRepeated: false), now: self.at(2), rules: self.rules)
        _ = machine.handle(.tick, now: self.at(2), rules: self.rules)
        _ = machine.handle(.window(self.window(9, []), name: MessageID(UUID())), now: self.at(2), rules: self.rules)
        let question = MessageID(UUID())
        _ = machine.handle(
            .window(self.window(7, [self.range("a", 6, 7)], isLast: false), name: question), now: self.at(2),
            rules: self.rules)
        for moment in [15.0, 30, 45] {
            _ = machine.handle(.request(isRepeated: true), now: self.at(moment), rules: self.rules)
            #expect(machine.scope == .full && machine.openQuestion?.name == question)
        }
        let aside = machine.handle(
            .answer(question: question, missing: [], waiting: 0, parked: 0), now: self.at(46), rules: self.rules)
        #expect(machine.scope == .regular)
        #expect(aside == [.read(after: OutboxPosition(transaction: 9, row: 9), through: nil)])
    }

    @Test("A walk over everything ends, too, when each answer takes much longer than it takes to ask for a comparison")
    func backlog() {
        for patience in [1.0, 20, 120, 400] {
            var world = ComparedWorld(seed: 1, rules: self.rules)
            world.publish(60, arriving: true)
            world.calm()
            world.hear(.order(.full))
            world.publish(5, arriving: true)
            world.wait(answersAfter: patience, requestsEvery: 15)
            #expect(world.faults.isEmpty, "answers after \(patience) s: \(world.faults)")
        }
    }

    @Test("What is ordered while a walk stands aside takes the place of both")
    func orderAmidEverything() {
        var (machine, _) = self.amidEverything()
        _ = machine.handle(.request(isRepeated: false), now: self.at(2), rules: self.rules)
        _ = machine.handle(.order(.full), now: self.at(3), rules: self.rules)
        #expect(machine.handle(.tick, now: self.at(3), rules: self.rules) == [.read(after: .start, through: nil)])
        for expected in [ReconciliationMachine.Scope.regular, nil] {
            _ = machine.handle(.window(self.window(9, []), name: MessageID(UUID())), now: self.at(3), rules: self.rules)
            #expect(machine.scope == expected)
        }
    }

    @Test(
        "Whatever is lost, asked for and ordered when: what counts as reconciled has arrived, and in the end all has",
        arguments: 0..<200)
    func anyCourse(seed: Int) {
        var world = ComparedWorld(seed: UInt64(seed), rules: self.rules)
        for _ in 0..<400 { world.step() }
        // Without an order for everything, what stands aside has to end by itself.
        world.calm(ordering: seed.isMultiple(of: 2) ? .full : .regular)
        #expect(world.faults.isEmpty, "seed \(seed): \(world.faults)")
    }

    @Test("A row that a waiting consumer lacks is found within four steps, however much there is to be walked through")
    func soon() {
        var world = ComparedWorld(seed: 1, rules: self.rules)
        world.publish(5_000, arriving: true)
        world.calm()
        world.hear(.order(.full))
        for _ in 0..<5 { world.goOn() }
        world.publish(1, arriving: false)
        world.publish(1, arriving: true)
        world.hear(.request(isRepeated: false))
        for _ in 0..<4 { world.goOn() }
        #expect(world.missing.isEmpty && world.machine.scope != nil)
        world.calm()
        #expect(world.faults.isEmpty && world.machine.scope == nil)
    }

    @Test("A clock that is set back by an hour puts nothing off, and the state survives being written down")
    func clock() throws {
        var machine = ReconciliationMachine(at: self.at(3600))
        let name = MessageID(UUID())
        #expect(!machine.handle(.tick, now: self.start, rules: self.rules).isEmpty)
        _ = machine.handle(
            .window(self.window(4, [self.range("a", 1, 2)]), name: name), now: self.start, rules: self.rules)
        _ = machine.handle(
            .answer(question: name, missing: [self.range("a", 2, 2)], waiting: 0, parked: 0), now: self.at(1),
            rules: self.rules)
        let copy = try JSONDecoder().decode(ReconciliationMachine.self, from: try JSONEncoder().encode(machine))
        #expect(copy == machine)
    }

    @Test("Ranges are cut and taken from each other as sets of messages are", arguments: 0..<200)
    func sets(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        func ranges() -> [SequenceRange] {
            (0..<Int.random(in: 0...6, using: &random)).map { _ in
                let from = Int64.random(in: 1...30, using: &random)
                return self.range(
                    Bool.random(using: &random) ? "a" : "b", from, from + Int64.random(in: 0...9, using: &random))
            }
        }
        func places(_ ranges: [SequenceRange]) -> Set<String> {
            Set(ranges.flatMap { range in (range.from...range.through).map { "\(range.subject)\($0)" } })
        }
        let (one, two) = (ranges(), ranges())
        #expect(places(one.intersection(two)) == places(one).intersection(places(two)))
        #expect(places(one.subtracting(two)) == places(one).subtracting(places(two)))
        #expect(one.subtracting([self.range("a", .min, .max), self.range("b", .min, .max)]).isEmpty)
    }
}
