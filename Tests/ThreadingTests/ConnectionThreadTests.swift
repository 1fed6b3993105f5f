import Glibc
import Testing

@testable import Threading

/// What a connection is built like.
private actor Connection {
    let thread: ConnectionThread
    nonisolated var unownedExecutor: UnownedSerialExecutor { self.thread.asUnownedSerialExecutor() }
    private(set) var count = 0

    init(_ name: String = "test") { self.thread = ConnectionThread(name: name) }
    deinit { self.thread.stop() }

    func increment() {
        self.thread.checkIsolated()
        let before = self.count
        sched_yield()
        self.count = before + 1
    }

    func kernelThread() -> pthread_t { pthread_self() }

    func wait(
        _ descriptor: CInt, _ interest: ConnectionThread.Interest, _ timeout: Duration?
    ) async -> ConnectionThread.Interest {
        let ready = await self.thread.readiness(of: descriptor, for: interest, timeout: timeout)
        self.thread.checkIsolated()
        return ready
    }
}

/// Two connected descriptors.
private struct Pipe {
    let read: CInt
    let write: CInt
    init() {
        var ends: [CInt] = [-1, -1]
        precondition(pipe(&ends) == 0)
        (self.read, self.write) = (ends[0], ends[1])
    }
    func send() {
        var byte: UInt8 = 1
        _ = Glibc.write(self.write, &byte, 1)
    }
}

@Suite("A connection's thread", .timeLimit(.minutes(1)))
struct ConnectionThreadTests {
    @Test("Jobs run one at a time, all on the same thread")
    func oneAtATime() async {
        let connection = Connection()
        let home = await connection.kernelThread()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1_000 { await connection.increment() }
                }
            }
        }
        #expect(await connection.count == 8_000)
        #expect(pthread_equal(await connection.kernelThread(), home) != 0)
    }

    @Test("Readiness comes with the data, and other jobs run while one waits")
    func readiness() async {
        let connection = Connection()
        let pipe = Pipe()
        async let ready = connection.wait(pipe.read, .read, .seconds(30))
        for _ in 0..<100 { await connection.increment() }
        pipe.send()
        #expect(await ready == .read)
        #expect(await connection.wait(pipe.write, .write, .seconds(30)) == .write)
    }

    @Test("A wait ends empty when its time is over, not before")
    func timeout() async {
        let connection = Connection()
        let pipe = Pipe()
        let start = ContinuousClock.now
        #expect(await connection.wait(pipe.read, .read, .milliseconds(50)) == [])
        #expect(ContinuousClock.now - start >= .milliseconds(50))
    }

    @Test("A peer that is gone counts as ready")
    func hangUp() async {
        let connection = Connection()
        let pipe = Pipe()
        async let ready = connection.wait(pipe.read, .read, nil)
        close(pipe.write)
        #expect(await ready == .read)
    }

    @Test("An interruption ends the wait, also one that begins only afterwards")
    func interruption() async {
        let connection = Connection()
        let pipe = Pipe()
        connection.thread.interrupt()
        #expect(await connection.wait(pipe.read, .read, nil) == [])
        async let ready = connection.wait(pipe.read, .read, nil)
        await connection.increment()
        connection.thread.interrupt()
        #expect(await ready == [])
    }

    @Test("A job that comes after the stop still runs")
    func afterStop() async {
        let connection = Connection()
        await connection.increment()
        for _ in 0..<200 {
            connection.thread.stop()
            await connection.increment()
        }
        #expect(await connection.count == 201)
    }

    @Test("A connection may go away as soon as its last job has run, also while that job is still being handed over")
    func shortLived() async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<1_000 {
                group.addTask { await Connection().increment() }
            }
        }
    }

    @Test("Two connections do not wait for each other")
    func independent() async {
        let slow = Connection("slow")
        let fast = Connection("fast")
        let pipe = Pipe()
        async let blocked = slow.blockUntilReadable(pipe.read)
        for _ in 0..<100 { await fast.increment() }
        pipe.send()
        #expect(await blocked)
    }
}

extension Connection {
    /// Blocks the thread as a C library would.
    fileprivate func blockUntilReadable(_ descriptor: CInt) -> Bool {
        var byte: UInt8 = 0
        return read(descriptor, &byte, 1) == 1
    }
}
