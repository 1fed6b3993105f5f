import Foundation

/// One thread that cuts calls which overstay their deadline.
///
/// A C library may block for ever in a call that has no time limit of its own. Before such a call its thread leaves here
/// what to do when the time is over, typically `shutdown(2)` of the socket, which makes the call return with an error.
public final class Watchdog: @unchecked Sendable {
    // unchecked because everything mutable is in `shared`, and the cut runs under its lock.
    /// What ``arm(within:cut:)`` gives and ``disarm(_:)`` takes back.
    public struct Ticket: Sendable { fileprivate let number: UInt64 }

    private struct Watched {
        let deadline: ContinuousClock.Instant
        let cut: @Sendable () -> Void
    }

    private struct Shared {
        var next: UInt64 = 0
        var watched: [UInt64: Watched] = [:]
        var fired: Set<UInt64> = []
        var sleepsUntil: ContinuousClock.Instant?
    }

    /// The one that the whole process uses.
    public static let shared = Watchdog()

    private let shared = Locked(Shared())
    private let wakeup = Wakeup()

    init() {
        let thread = Thread { [self] in
            Thread.current.name = "watchdog"
            self.watch()
        }
        thread.start()
    }

    /// Has `cut` called from the watchdog's thread once `limit` has passed, unless it is disarmed before.
    ///
    /// `cut` must be short and must not touch the watchdog.
    public func arm(within limit: Duration, cut: @escaping @Sendable () -> Void) -> Ticket {
        let deadline = ContinuousClock.now + limit
        let (number, mustWake) = self.shared.withLock { shared in
            shared.next += 1
            shared.watched[shared.next] = Watched(deadline: deadline, cut: cut)
            let mustWake = shared.sleepsUntil.map { deadline < $0 } ?? true
            // Until it wakes, later calls need not wake it again.
            if mustWake { shared.sleepsUntil = deadline }
            return (shared.next, mustWake)
        }
        if mustWake { self.wakeup.signal() }
        return Ticket(number: number)
    }

    /// Ends the watch. When it returns, `cut` has been called or never will be: what it cuts may be closed now.
    ///
    /// - Returns: whether `cut` was called.
    @discardableResult
    public func disarm(_ ticket: Ticket) -> Bool {
        self.shared.withLock { shared in
            shared.watched[ticket.number] = nil
            return shared.fired.remove(ticket.number) != nil
        }
    }

    private func watch() {
        while true {
            let timeout: CInt = self.shared.withLock { shared in
                let now = ContinuousClock.now
                for (number, watched) in shared.watched where watched.deadline <= now {
                    watched.cut()
                    shared.watched[number] = nil
                    shared.fired.insert(number)
                }
                shared.sleepsUntil = shared.watched.values.map(\.deadline).min()
                return shared.sleepsUntil.map { ($0 - now).pollMilliseconds } ?? -1
            }
            var descriptor = pollfd(fd: self.wakeup.descriptor, events: Int16(POLLIN), revents: 0)
            poll(&descriptor, 1, timeout)
            self.wakeup.clear()
        }
    }
}
