import Synchronization

/// Wakes whoever waits for it; a ring while nobody waits is kept for the next wait.
final class Doorbell: Sendable {
    private struct State {
        var hasRung = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let shared = Mutex(State())

    /// Wakes the waiter, now or as soon as it waits.
    func ring() {
        let waiter = self.shared.withLock { state in
            defer { state.waiter = nil }
            if state.waiter == nil { state.hasRung = true }
            return state.waiter
        }
        waiter?.resume()
    }

    /// Returns at the next ring, after `limit`, or when the task is cancelled. One waiter at a time.
    func wait(atMost limit: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await Task.sleep(for: limit)
                self.release()
            }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let mayGo = self.shared.withLock { state in
                        if state.hasRung || Task.isCancelled {
                            state.hasRung = false
                            return true
                        }
                        state.waiter = continuation
                        return false
                    }
                    if mayGo { continuation.resume() }
                }
            } onCancel: {
                self.release()
            }
            group.cancelAll()
        }
    }

    /// Lets the waiter go without a ring.
    private func release() {
        let waiter = self.shared.withLock { state in
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }
}

/// Rings every relay of the process. It is only a hint, so it need not know which database was written: a relay that is
/// woken for nothing makes one empty query, and one that is not woken looks by itself within a second.
enum OutboxBell {
    private static let listeners = Mutex<[ObjectIdentifier: Doorbell]>([:])

    static func add(_ bell: Doorbell) { self.listeners.withLock { $0[ObjectIdentifier(bell)] = bell } }
    static func remove(_ bell: Doorbell) {
        self.listeners.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(bell)) }
    }
    static func ring() { for bell in self.listeners.withLock({ Array($0.values) }) { bell.ring() } }
}
