import Seeds
import Testing

@testable import Postgres

@Suite("The pool's state machine")
struct PoolStateMachineTests {
    typealias Machine = PoolStateMachine
    typealias Waiter = PoolStateMachine.WaiterID
    typealias Connection = PoolStateMachine.ConnectionID

    /// A manual clock: moments are offsets from one that is taken once.
    let start = ContinuousClock.now
    func at(_ seconds: Double) -> ContinuousClock.Instant { self.start + .milliseconds(seconds * 1000) }
    func waiter(_ number: Int) -> Waiter { Waiter(number: number) }
    func connection(_ number: Int) -> Connection { Connection(number: number) }

    func machine(size: Int = 2) -> Machine {
        Machine(size: size, idleTimeout: .seconds(60), reconnectPause: .milliseconds(250))
    }

    /// A machine whose connections 1… are lent to waiters 1….
    func busyMachine(size: Int = 2) -> Machine {
        var machine = self.machine(size: size)
        for number in 1...size {
            _ = machine.requested(by: self.waiter(number), deadline: self.at(5), now: self.at(0))
            _ = machine.connected(self.connection(number), now: self.at(0))
        }
        return machine
    }

    @Test("The first borrower causes a connection and gets it when it is open")
    func firstBorrower() {
        var machine = self.machine()
        #expect(
            machine.requested(by: self.waiter(1), deadline: self.at(5), now: self.at(0))
                == [.connect(self.connection(1))])
        #expect(
            machine.connected(self.connection(1), now: self.at(1)) == [.lease(self.waiter(1), self.connection(1))])
        #expect(machine.statistics == PoolStatistics(size: 1, idle: 0, leased: 1, waiting: 0))
    }

    @Test("A returned connection is idle and serves the next borrower at once")
    func reuse() {
        var machine = self.busyMachine(size: 1)
        #expect(machine.released(self.connection(1), isReusable: true, now: self.at(1)).isEmpty)
        #expect(machine.statistics == PoolStatistics(size: 1, idle: 1, leased: 0, waiting: 0))
        #expect(
            machine.requested(by: self.waiter(2), deadline: self.at(6), now: self.at(1))
                == [.lease(self.waiter(2), self.connection(1))])
    }

    @Test("No more connections are made than the pool's size, and waiters are served in the order of asking")
    func fifo() {
        var machine = self.busyMachine()
        for number in 3...5 {
            #expect(machine.requested(by: self.waiter(number), deadline: self.at(9), now: self.at(1)).isEmpty)
        }
        #expect(machine.statistics.waiting == 3)
        #expect(
            machine.released(self.connection(2), isReusable: true, now: self.at(2))
                == [.lease(self.waiter(3), self.connection(2))])
        #expect(
            machine.released(self.connection(1), isReusable: true, now: self.at(2))
                == [.lease(self.waiter(4), self.connection(1))])
    }

    @Test("A waiter whose deadline has passed fails, and only that one")
    func deadline() {
        var machine = self.busyMachine(size: 1)
        _ = machine.requested(by: self.waiter(2), deadline: self.at(3), now: self.at(1))
        _ = machine.requested(by: self.waiter(3), deadline: self.at(4), now: self.at(1))
        #expect(machine.ticked(now: self.at(2.9)).isEmpty)
        #expect(machine.ticked(now: self.at(3)) == [.fail(self.waiter(2), .exhausted)])
        #expect(
            machine.released(self.connection(1), isReusable: true, now: self.at(3.5))
                == [.lease(self.waiter(3), self.connection(1))])
    }

    @Test("A broken connection is closed and replaced for whoever waits")
    func broken() {
        var machine = self.busyMachine(size: 1)
        _ = machine.requested(by: self.waiter(2), deadline: self.at(9), now: self.at(1))
        #expect(
            machine.released(self.connection(1), isReusable: false, now: self.at(2))
                == [.close(self.connection(1)), .connect(self.connection(2))])
    }

    @Test("A database that cannot be reached fails everyone who waits, and newcomers at once until the pause is over")
    func unavailable() {
        var machine = self.machine()
        _ = machine.requested(by: self.waiter(1), deadline: self.at(5), now: self.at(0))
        _ = machine.requested(by: self.waiter(2), deadline: self.at(5), now: self.at(0))
        #expect(machine.connectFailed(self.connection(1), now: self.at(0.1)).isEmpty)
        #expect(
            machine.connectFailed(self.connection(2), now: self.at(0.1))
                == [.fail(self.waiter(1), .unavailable), .fail(self.waiter(2), .unavailable)])
        #expect(
            machine.requested(by: self.waiter(3), deadline: self.at(5), now: self.at(0.2))
                == [.fail(self.waiter(3), .unavailable)])
        #expect(
            machine.requested(by: self.waiter(4), deadline: self.at(5), now: self.at(0.36))
                == [.connect(self.connection(3))])
        #expect(
            machine.connected(self.connection(3), now: self.at(0.4))
                == [.lease(self.waiter(4), self.connection(3))])
    }

    @Test("A refused connection leaves waiters waiting while others are in use, and is tried again after the pause")
    func partlyUnavailable() {
        var machine = self.machine()
        _ = machine.requested(by: self.waiter(1), deadline: self.at(5), now: self.at(0))
        _ = machine.connected(self.connection(1), now: self.at(0))
        _ = machine.requested(by: self.waiter(2), deadline: self.at(5), now: self.at(0))
        #expect(machine.connectFailed(self.connection(2), now: self.at(0.1)).isEmpty)
        #expect(machine.ticked(now: self.at(0.2)).isEmpty)
        #expect(machine.ticked(now: self.at(0.4)) == [.connect(self.connection(3))])
        #expect(
            machine.released(self.connection(1), isReusable: true, now: self.at(0.5))
                == [.lease(self.waiter(2), self.connection(1))])
        // The one that was being made for the waiter is kept.
        #expect(machine.connected(self.connection(3), now: self.at(0.6)).isEmpty)
        #expect(machine.statistics == PoolStatistics(size: 2, idle: 1, leased: 1, waiting: 0))
    }

    @Test("The last connection breaking while the database is away fails whoever waits")
    func lastOneBreaks() {
        var machine = self.busyMachine(size: 2)
        _ = machine.requested(by: self.waiter(3), deadline: self.at(9), now: self.at(1))
        #expect(
            machine.released(self.connection(1), isReusable: false, now: self.at(1))
                == [.close(self.connection(1)), .connect(self.connection(3))])
        #expect(machine.connectFailed(self.connection(3), now: self.at(1.1)).isEmpty)
        #expect(
            machine.released(self.connection(2), isReusable: false, now: self.at(1.2))
                == [.close(self.connection(2)), .fail(self.waiter(3), .unavailable)])
    }

    @Test("A waiter that gives up is forgotten, also when it was served already")
    func abandoned() {
        var machine = self.busyMachine(size: 1)
        _ = machine.requested(by: self.waiter(2), deadline: self.at(9), now: self.at(1))
        #expect(machine.abandoned(self.waiter(2)) == [.fail(self.waiter(2), .cancelled)])
        #expect(machine.abandoned(self.waiter(1)).isEmpty)
        #expect(machine.released(self.connection(1), isReusable: true, now: self.at(2)).isEmpty)
        #expect(machine.statistics.idle == 1)
    }

    @Test("A connection that lay unused too long is closed")
    func idleOut() {
        var machine = self.busyMachine(size: 2)
        _ = machine.released(self.connection(1), isReusable: true, now: self.at(1))
        _ = machine.released(self.connection(2), isReusable: true, now: self.at(10))
        #expect(machine.ticked(now: self.at(60.9)).isEmpty)
        #expect(machine.ticked(now: self.at(61)) == [.close(self.connection(1))])
        #expect(machine.ticked(now: self.at(70)) == [.close(self.connection(2))])
    }

    @Test("Closing fails waiters, closes what is idle, and is complete when the last lent connection is back")
    func shutDown() {
        var machine = self.busyMachine(size: 2)
        _ = machine.released(self.connection(1), isReusable: true, now: self.at(1))
        #expect(machine.shutDown() == [.close(self.connection(1))])
        #expect(
            machine.requested(by: self.waiter(9), deadline: self.at(9), now: self.at(1))
                == [.fail(self.waiter(9), .closed)])
        #expect(
            machine.released(self.connection(2), isReusable: true, now: self.at(2))
                == [.close(self.connection(2)), .drained])
    }

    @Test("Closing waits for a connection that is being made")
    func shutDownWhileConnecting() {
        var machine = self.machine()
        _ = machine.requested(by: self.waiter(1), deadline: self.at(5), now: self.at(0))
        #expect(machine.shutDown() == [.fail(self.waiter(1), .closed)])
        #expect(
            machine.connected(self.connection(1), now: self.at(1)) == [.close(self.connection(1)), .drained])
    }

    @Test("In ten thousand random steps no connection is lent twice, none is lost and the size is kept")
    func randomSteps() {
        var random = SeededRandom(seed: 2026)
        var machine = self.machine(size: 3)
        var lent: Set<Connection> = []
        var open: Set<Connection> = []
        var connecting: Set<Connection> = []
        var waiting: Set<Waiter> = []
        for step in 0..<10_000 {
            let now = self.at(Double(step) * 0.05)
            var actions: [Machine.Action] = []
            switch random.next() % 7 {
            case 0, 1:
                waiting.insert(self.waiter(step))
                actions = machine.requested(by: self.waiter(step), deadline: now + .seconds(1), now: now)
            case 2:
                if let one = connecting.popFirst() {
                    open.insert(one)
                    actions = machine.connected(one, now: now)
                }
            case 3: if let one = connecting.popFirst() { actions = machine.connectFailed(one, now: now) }
            case 4, 5:
                if let one = lent.popFirst() {
                    actions = machine.released(one, isReusable: random.next() % 4 != 0, now: now)
                }
            default:
                if random.next() % 2 == 0, let one = waiting.first {
                    actions = machine.abandoned(one)
                } else {
                    actions = machine.ticked(now: now)
                }
            }
            for action in actions {
                switch action {
                case .connect(let one): #expect(connecting.insert(one).inserted)
                case .lease(let waiter, let one):
                    #expect(waiting.remove(waiter) != nil && open.contains(one) && lent.insert(one).inserted)
                case .fail(let waiter, _): #expect(waiting.remove(waiter) != nil)
                case .close(let one): #expect(open.remove(one) != nil && !lent.contains(one))
                case .drained: Issue.record("the pool was not closed")
                }
            }
            #expect(open.count + connecting.count <= 3)
            #expect(machine.statistics.size == open.count && machine.statistics.leased == lent.count)
            #expect(machine.statistics.waiting == waiting.count)
        }
    }
}
