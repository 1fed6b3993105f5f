import Threading

/// Wakes whoever waits for it; a ring while nobody waits is kept for the next wait.
final class Doorbell: Sendable {
    private struct State {
        var hasRung = false
        /// The present wait is over, although its waiter has not lain down yet.
        var isOver = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let shared = Locked(State())

    /// Wakes the waiter, now or as soon as it waits.
    func ring() {
        let waiter = self.shared.withLock { state in
            defer { state.waiter = nil }
            if state.waiter == nil { state.hasRung = true }
            return state.waiter
        }
        waiter?.resume()
    }

    /// Returns at the next ring, at the last beat within `limit`, or when the task is cancelled. One waiter at a time.
    func wait(atMost limit: Duration) async {
        self.shared.withLock { $0.isOver = false }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await Beat.rest(atMost: limit)
                self.release()
            }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let mayGo = self.shared.withLock { state in
                        if state.hasRung || state.isOver || Task.isCancelled {
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

    /// Lets the waiter go without a ring, also one that is only about to lie down.
    private func release() {
        let waiter = self.shared.withLock { state in
            defer { state.waiter = nil }
            state.isOver = true
            return state.waiter
        }
        waiter?.resume()
    }
}
