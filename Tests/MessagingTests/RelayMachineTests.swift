import Messaging
import Testing

@Suite("The relay's decisions")
struct RelayMachineTests {
    private let start = ContinuousClock.now

    private func row(_ id: Int64, _ lane: String, window: Int = 1) -> RelayMachine.Row {
        RelayMachine.Row(place: .init(window: window, id: id), lane: lane)
    }

    /// A machine that has taken over, with a broker that takes messages.
    private func acting(
        _ limits: RelayMachine.Limits = .init(), stuck: [RelayMachine.StuckRow] = []
    ) -> RelayMachine {
        var machine = RelayMachine(limits: limits)
        _ = machine.handle(.tookOver(stuck: stuck), now: self.start)
        _ = machine.handle(.brokerReady, now: self.start)
        return machine
    }

    private func published(_ effects: [RelayMachine.Effect]) -> [Int64] {
        effects.flatMap { effect -> [Int64] in
            if case .publish(let ids) = effect { ids } else { [] }
        }
    }

    private func written(_ effects: [RelayMachine.Effect]) -> RelayMachine.Progress? {
        effects.compactMap { effect in
            if case .write(let progress) = effect { progress } else { nil }
        }.first
    }

    @Test("The message of a stuck row is needed from the look at it until its answer, also while the broker is away")
    func neededMessages() {
        let stuck = RelayMachine.StuckRow(id: 7, lane: "a", reason: "nacked", attempts: 1)
        var machine = self.acting(stuck: [stuck])
        _ = machine.handle(.read([self.row(8, "b")], isMore: false), now: self.start)
        _ = machine.handle(.reported([8: .unknown]), now: self.start)
        #expect(!machine.mayPublish(7))
        _ = machine.handle(.stuckRead([stuck]), now: self.start)
        #expect(machine.mayPublish(7))
        #expect(self.published(machine.handle(.brokerReady, now: self.start)).contains(7))
        #expect(machine.mayPublish(7))
        _ = machine.handle(.reported([7: .confirmed]), now: self.start)
        #expect(!machine.mayPublish(7))
    }

    @Test("Nothing is read or published before the broker takes messages")
    func waitsForBroker() {
        var machine = RelayMachine()
        #expect(machine.handle(.tookOver(stuck: []), now: self.start) == [.awaitBroker(pause: .zero)])
        #expect(machine.handle(.brokerReady, now: self.start) == [.read(limit: 500)])
    }

    @Test("Of one lane a row goes out only when the one before it was confirmed; lanes do not wait for each other")
    func lanes() {
        var machine = self.acting()
        let first = machine.handle(
            .read([self.row(1, "a"), self.row(2, "a"), self.row(3, "b"), self.row(4, "a")], isMore: false),
            now: self.start)
        #expect(self.published(first) == [1, 3])
        #expect(self.published(machine.handle(.reported([3: .confirmed]), now: self.start)).isEmpty)
        #expect(self.published(machine.handle(.reported([1: .confirmed]), now: self.start)) == [2])
        #expect(self.published(machine.handle(.reported([2: .confirmed]), now: self.start)) == [4])
    }

    @Test("Never more than the window is on its way, in batches that overlap")
    func window() {
        var limits = RelayMachine.Limits()
        limits.window = 10
        limits.batch = 4
        var machine = self.acting(limits)
        let effects = machine.handle(.read((1...30).map { self.row($0, "l\($0)") }, isMore: true), now: self.start)
        #expect(effects.filter { if case .publish = $0 { true } else { false } }.count == 3)
        #expect(machine.inFlight == 10)
        let next = machine.handle(
            .reported([1: .confirmed, 2: .confirmed, 3: .confirmed, 4: .confirmed]), now: self.start)
        #expect(self.published(next) == [11, 12, 13, 14])
    }

    @Test("The cursor follows the settled rows without gaps, at most every 50 ms or 1000 rows")
    func progress() {
        var machine = self.acting()
        _ = machine.handle(
            .read([self.row(1, "a"), self.row(2, "b"), self.row(3, "c")], isMore: false), now: self.start)
        #expect(self.written(machine.handle(.reported([2: .confirmed]), now: self.start)) == nil)
        let soon = machine.handle(.reported([1: .confirmed]), now: self.start + .milliseconds(10))
        #expect(self.written(soon) == nil)
        #expect(machine.nextTick == self.start + .milliseconds(50))
        let later = machine.handle(.tick, now: self.start + .milliseconds(50))
        #expect(self.written(later) == .init(reached: .init(window: 1, id: 2)))
        #expect(self.written(machine.handle(.reported([3: .confirmed]), now: self.start + .seconds(1))) == nil)
        // One write at a time, also when the next is long due.
        #expect(self.written(machine.handle(.tick, now: self.start + .seconds(2))) == nil)
        #expect(self.written(machine.handle(.written, now: self.start + .seconds(2)))?.reached?.id == 3)
    }

    @Test("A row that no queue takes is put aside with what follows in its lane; other lanes flow")
    func stuck() {
        var machine = self.acting()
        _ = machine.handle(
            .read([self.row(1, "a"), self.row(2, "a"), self.row(3, "b")], isMore: true), now: self.start)
        let refused = machine.handle(
            .reported([1: .returned(code: 312, text: "NO_ROUTE"), 3: .confirmed]), now: self.start)
        #expect(self.published(refused).isEmpty)
        #expect(
            self.published(machine.handle(.read([self.row(4, "a"), self.row(5, "b")], isMore: false), now: self.start))
                == [5])
        let progress = self.written(machine.handle(.tick, now: self.start + .seconds(1)))
        #expect(progress?.reached == .init(window: 1, id: 4))
        #expect(
            progress?.stuck == [
                .init(id: 1, lane: "a", reason: "returned-312", attempts: 1),
                .init(id: 2, lane: "a", reason: "behind", attempts: 0),
                .init(id: 4, lane: "a", reason: "behind", attempts: 0),
            ])
        #expect(progress?.mayBeLost == false)
    }

    @Test("A stuck row is tried again, and its lane flows only when nothing of it is aside any more")
    func again() {
        var machine = self.acting(stuck: [.init(id: 1, lane: "a", reason: "nacked", attempts: 3)])
        let tried = machine.handle(
            .stuckRead([.init(id: 1, lane: "a", reason: "nacked", attempts: 3)]), now: self.start)
        #expect(self.published(tried) == [1])
        let refused = machine.handle(.reported([1: .nacked]), now: self.start)
        #expect(self.written(refused) == nil)
        let progress = self.written(machine.handle(.tick, now: self.start + .seconds(1)))
        #expect(progress?.again == [.init(id: 1, lane: "a", reason: "nacked", attempts: 4)])
        // Read again before it is freed: still behind.
        let behind = machine.handle(.read([self.row(2, "a")], isMore: false), now: self.start + .seconds(1))
        #expect(self.published(behind).isEmpty)
        var looked = machine.handle(.written, now: self.start + .seconds(2))
        looked += machine.handle(.written, now: self.start + .seconds(4))
        #expect(looked.contains(.readStuck))
    }

    @Test("What nobody knows the fate of goes out again first, once the broker takes messages; the pauses grow")
    func unknown() {
        var machine = self.acting()
        _ = machine.handle(
            .read([self.row(1, "a"), self.row(2, "b"), self.row(3, "a")], isMore: false), now: self.start)
        let lost = machine.handle(.reported([1: .unknown, 2: .unknown]), now: self.start)
        #expect(lost == [.awaitBroker(pause: .milliseconds(20))])
        #expect(self.published(machine.handle(.brokerReady, now: self.start)) == [1, 2])
        let again = machine.handle(.reported([1: .unknown, 2: .confirmed]), now: self.start)
        #expect(again == [.awaitBroker(pause: .milliseconds(40))])
        #expect(self.published(machine.handle(.brokerReady, now: self.start)) == [1])
        #expect(self.published(machine.handle(.reported([1: .confirmed]), now: self.start)) == [3])
    }

    @Test("A ring that comes while rows are read is not forgotten")
    func woken() {
        var machine = self.acting()
        _ = machine.handle(.woken, now: self.start)
        #expect(machine.handle(.read([], isMore: false), now: self.start) == [.read(limit: 500)])
        #expect(machine.handle(.read([], isMore: false), now: self.start).isEmpty)
    }

    @Test("The cursor is moved over an empty window only when every row before it is settled")
    func passed() {
        var machine = self.acting()
        _ = machine.handle(.read([self.row(1, "a")], isMore: false), now: self.start)
        #expect(machine.handle(.passed(.init(window: 2, id: 0)), now: self.start).isEmpty)
        _ = machine.handle(.reported([1: .confirmed]), now: self.start)
        _ = machine.handle(.passed(.init(window: 3, id: 0)), now: self.start)
        let progress = self.written(machine.handle(.tick, now: self.start + .seconds(1)))
        #expect(progress == .init(reached: .init(window: 3, id: 0)))
    }

    @Test("The database hears of a relay that waits for its broker")
    func heartbeat() {
        var machine = RelayMachine()
        _ = machine.handle(.tookOver(stuck: []), now: self.start)
        #expect(machine.nextTick == self.start + .seconds(2))
        #expect(machine.handle(.tick, now: self.start + .seconds(2)) == [.checkGrip])
    }

    @Test("Told to stop it publishes nothing more, hears what is on its way, and writes that down before it ends")
    func stop() {
        var machine = self.acting()
        _ = machine.handle(.read([self.row(1, "a"), self.row(2, "a")], isMore: true), now: self.start)
        #expect(machine.handle(.stop, now: self.start).isEmpty)
        let last = machine.handle(.read([self.row(3, "c")], isMore: true), now: self.start)
        #expect(last.isEmpty)
        #expect(
            machine.handle(.reported([1: .confirmed]), now: self.start) == [
                .write(.init(reached: .init(window: 1, id: 1)))
            ])
        #expect(machine.handle(.written, now: self.start) == [.finished])
    }

    @Test(
        "Random refusals, lost connections and lost processes: every row arrives, in the order of its lane, and the cursor passes none",
        arguments: 0..<40)
    func random(seed: UInt64) {
        var world = RelayWorld(seed: seed)
        world.run()
        #expect(world.faults == [])
        #expect(world.isEmpty, "seed \(seed): \(world.left)")
    }
}
