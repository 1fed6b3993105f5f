import Glibc
import Testing

@testable import Threading

@Suite("Watchdog", .timeLimit(.minutes(1)))
struct WatchdogTests {
    @Test("A call that overstays its deadline is cut by a shutdown of its socket")
    func cut() {
        var ends: [CInt] = [-1, -1]
        #expect(socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &ends) == 0)
        let own = ends[0]
        let start = ContinuousClock.now
        let ticket = Watchdog.shared.arm(within: .milliseconds(50)) { shutdown(own, CInt(SHUT_RDWR)) }
        var byte: UInt8 = 0
        #expect(read(own, &byte, 1) == 0)
        #expect(ContinuousClock.now - start >= .milliseconds(50))
        #expect(Watchdog.shared.disarm(ticket))
        ends.forEach { close($0) }
    }

    @Test("A call that returns in time is left alone, and the earliest of many deadlines comes first")
    func inTime() {
        let order = Locked<[Int]>([])
        let late = Watchdog.shared.arm(within: .seconds(60)) { order.withLock { $0.append(60) } }
        let second = Watchdog.shared.arm(within: .milliseconds(80)) { order.withLock { $0.append(80) } }
        let first = Watchdog.shared.arm(within: .milliseconds(20)) { order.withLock { $0.append(20) } }
        while order.withLock({ $0.count }) < 2 { sched_yield() }
        #expect(order.withLock { $0 } == [20, 80])
        #expect(Watchdog.shared.disarm(first))
        #expect(Watchdog.shared.disarm(second))
        #expect(!Watchdog.shared.disarm(late))
        #expect(!Watchdog.shared.disarm(late))
    }

    @Test("Thousands of short watches from many threads fire nothing")
    func manyShort() async {
        let fired = Locked(0)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<2_000 {
                        let ticket = Watchdog.shared.arm(within: .seconds(30)) { fired.withLock { $0 += 1 } }
                        Watchdog.shared.disarm(ticket)
                    }
                }
            }
        }
        #expect(fired.withLock { $0 } == 0)
    }
}
