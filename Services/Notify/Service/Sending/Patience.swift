import Synchronization

/// Waits for work that must not be cut off, and for a while longer when the waiter is told to stop.
struct Patience: Sendable {
    /// How long a told-to-stop waiter waits on.
    let grace: Duration

    /// Runs `work` to its end in any case; returns when it has ended, or when `grace` has passed since the caller was
    /// told to stop. Then the work goes on unattended until the process ends.
    ///
    /// - Parameter work: is given a question that it may ask at any time: whether the caller has been told to stop.
    /// - Returns: what `work` returns; `nil` when it has not ended.
    /// - Throws: what `work` throws, when it has ended.
    func wait<Value: Sendable>(
        for work: @escaping @Sendable (_ isStopping: @Sendable () -> Bool) async throws -> Value
    ) async throws -> Value? {
        let gate = Gate()
        // Unstructured on purpose: a mail that is on its way, and the record of its outcome, outlive the order to stop.
        let task = Task {
            defer { gate.open(finished: true) }
            return try await work { gate.isStopping }
        }
        let grace = self.grace
        let finished = await withTaskCancellationHandler {
            await withCheckedContinuation { gate.wait($0) }
        } onCancel: {
            gate.stop()
            // Unstructured because a cancellation handler cannot wait; nobody cancels it, so the pause does not throw.
            Task {
                try? await Task.sleep(for: grace)
                gate.open(finished: false)
            }
        }
        return finished ? try await task.value : nil
    }

    /// Opened once, by whoever is first.
    private final class Gate: Sendable {
        private enum State {
            case closed(CheckedContinuation<Bool, Never>?)
            case open(finished: Bool)
        }

        private let state = Mutex(State.closed(nil))
        private let wasStopped = Mutex(false)

        var isStopping: Bool { self.wasStopped.withLock { $0 } }

        func stop() { self.wasStopped.withLock { $0 = true } }

        func wait(_ continuation: CheckedContinuation<Bool, Never>) {
            let finished: Bool? = self.state.withLock { state in
                if case .open(let finished) = state { return finished }
                state = .closed(continuation)
                return nil
            }
            if let finished { continuation.resume(returning: finished) }
        }

        func open(finished: Bool) {
            let waiter: CheckedContinuation<Bool, Never>? = self.state.withLock { state in
                guard case .closed(let waiter) = state else { return nil }
                state = .open(finished: finished)
                return waiter
            }
            waiter?.resume(returning: finished)
        }
    }
}
