import Foundation

/// One named OS thread that runs one actor's jobs and sleeps in `poll(2)` between them.
///
/// An actor that owns a connection of a C library takes this as its executor: the library may block, and blocks only this
/// connection, never the cooperative pool. Jobs that arrive after ``stop()`` still run, on a thread started for them.
public final class ConnectionThread: SerialExecutor, @unchecked Sendable {
    // unchecked because `watches` is touched only on the thread itself and everything else mutable is in `shared`.
    private struct Shared {
        var jobs: [UnownedJob] = []
        var isStopping = false
        var isRunning = true
        var isInterrupted = false
        var thread: pthread_t?
    }

    private let name: String
    private let shared = Locked(Shared())
    private let wakeup = Wakeup()
    private var watches: [Watch] = []

    /// Starts the thread. `name` is shown by `top -H`; the kernel keeps 15 bytes of it.
    public init(name: String) {
        self.name = name
        self.start()
    }

    /// Takes a job of the actor; called by the runtime.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // The runtime does not hold us meanwhile. As soon as the job is in the list the thread may run it, and with it the
        // actor may go and the thread end: a reference of our own, lest `self` be gone before the last line.
        let own = Unmanaged.passRetained(self)
        defer { own.release() }
        let (mustWake, mustStart) = self.shared.withLock { shared in
            shared.jobs.append(job)
            let mustStart = !shared.isRunning
            shared.isRunning = true
            return (shared.jobs.count == 1, mustStart)
        }
        if mustStart { self.start() } else if mustWake { self.wakeup.signal() }
    }

    /// What the actor returns as its `unownedExecutor`.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

    /// Stops the process unless called on this thread.
    public func checkIsolated() {
        precondition(self.isCurrent, "not on the connection's thread")
    }

    /// Whether called on this thread.
    public func isIsolatingCurrentContext() -> Bool? { self.isCurrent }

    /// Lets the thread end once nothing runs and nobody waits.
    public func stop() {
        self.shared.withLock { $0.isStopping = true }
        self.wakeup.signal()
    }

    /// Ends every wait of ``readiness(of:for:timeout:)`` with an empty result, now or when it begins; from any thread.
    public func interrupt() {
        self.shared.withLock { $0.isInterrupted = true }
        self.wakeup.signal()
    }

    /// Suspends the calling job until `descriptor` is ready, `timeout` has passed or ``interrupt()`` was called (then the
    /// result is empty). Other jobs run meanwhile. A peer that is gone counts as ready: the next call tells.
    ///
    /// - Precondition: called on this thread, that is, from the actor that this executor runs.
    public func readiness(of descriptor: CInt, for interest: Interest, timeout: Duration? = nil) async -> Interest {
        self.checkIsolated()
        let deadline = timeout.map { ContinuousClock.now + $0 }
        return await withUnsafeContinuation { continuation in
            self.watches.append(
                Watch(descriptor: descriptor, interest: interest, deadline: deadline, continuation: continuation))
        }
    }

    // MARK: - The thread

    private var isCurrent: Bool {
        self.shared.withLock { $0.thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
    }

    private func start() {
        let thread = Thread { [self] in
            Thread.current.name = self.name  // set before start() it would be lost on Linux
            self.shared.withLock { $0.thread = pthread_self() }
            self.run()
        }
        thread.start()
    }

    private func run() {
        let executor = self.asUnownedSerialExecutor()
        while true {
            let nobodyWaits = self.watches.isEmpty
            let (jobs, isDone) = self.shared.withLock { shared in
                let jobs = shared.jobs
                shared.jobs = []
                let isDone = jobs.isEmpty && shared.isStopping && nobodyWaits
                if isDone {
                    shared.isRunning = false
                    shared.thread = nil
                }
                return (jobs, isDone)
            }
            if isDone { return }
            for job in jobs { job.runSynchronously(on: executor) }
            // Whoever waits is looked at even when jobs never cease.
            if jobs.isEmpty || !self.watches.isEmpty { self.sleep(mayBlock: jobs.isEmpty) }
        }
    }

    private func sleep(mayBlock: Bool) {
        var descriptors = [pollfd(fd: self.wakeup.descriptor, events: Int16(POLLIN), revents: 0)]
        for watch in self.watches {
            descriptors.append(pollfd(fd: watch.descriptor, events: watch.interest.rawValue, revents: 0))
        }
        let nearest = self.watches.compactMap(\.deadline).min()
        let timeout: CInt = !mayBlock ? 0 : nearest.map { ($0 - ContinuousClock.now).pollMilliseconds } ?? -1
        let status = poll(&descriptors, nfds_t(descriptors.count), timeout)
        // Only wrong arguments or exhausted kernel memory get here; a thread that cannot wait would spin for ever.
        precondition(status >= 0 || errno == EINTR, "poll failed: errno \(errno)")
        if status >= 0 && descriptors[0].revents != 0 { self.wakeup.clear() }
        // Kept until somebody waits: an interruption that comes just before the wait must end it too.
        let someoneWaits = !self.watches.isEmpty
        let isInterrupted = self.shared.withLock { shared in
            guard shared.isInterrupted && someoneWaits else { return false }
            shared.isInterrupted = false
            return true
        }
        self.resume(descriptors, polled: status >= 0, isInterrupted: isInterrupted)
    }

    private func resume(_ descriptors: [pollfd], polled: Bool, isInterrupted: Bool) {
        let now = ContinuousClock.now
        var kept: [Watch] = []
        for (index, watch) in self.watches.enumerated() {
            let events = polled ? descriptors[index + 1].revents : 0
            if events != 0 {
                let isBroken = events & Int16(POLLERR | POLLHUP | POLLNVAL) != 0
                let ready = isBroken ? watch.interest : Interest(rawValue: events).intersection(watch.interest)
                watch.continuation.resume(returning: ready)
            } else if isInterrupted || watch.deadline.map({ $0 <= now }) ?? false {
                watch.continuation.resume(returning: [])
            } else {
                kept.append(watch)
            }
        }
        self.watches = kept
    }
}
