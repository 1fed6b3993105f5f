import Synchronization

/// Wakes the senders of this process when there is something new: one that sleeps for each ring, since each look costs a
/// transaction. While all are awake a ring is kept, and whoever would go to sleep looks once more.
final class SendingBell: Sendable {
    private struct State {
        var listeners: [AsyncStream<Void>.Continuation] = []
        var asleep: [Int] = []
        var isKept = false
    }

    private let state = Mutex(State())

    /// Somebody who listens as long as the process works. Awake at first.
    struct Listener: Sendable {
        fileprivate let number: Int
        /// One element for each time that it is to wake up.
        let rings: AsyncStream<Void>
    }

    func listen() -> Listener {
        let (stream, rings) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        return self.state.withLock { state in
            state.listeners.append(rings)
            return Listener(number: state.listeners.count - 1, rings: stream)
        }
    }

    /// A listener has found nothing.
    ///
    /// - Returns: `false` when the bell has rung since somebody woke up: then it must look once more.
    func sleeps(_ listener: Listener) -> Bool {
        self.state.withLock { state in
            guard !state.isKept else {
                state.isKept = false
                return false
            }
            state.asleep.append(listener.number)
            return true
        }
    }

    /// Wakes one listener.
    func ring() {
        let listener: AsyncStream<Void>.Continuation? = self.state.withLock { state in
            guard let number = state.asleep.popLast() else {
                state.isKept = true
                return nil
            }
            return state.listeners[number]
        }
        listener?.yield()
    }

    /// Wakes every listener.
    func ringForAll() {
        let listeners = self.state.withLock { state in
            let woken = state.asleep.map { state.listeners[$0] }
            if woken.count < state.listeners.count { state.isKept = true }
            state.asleep = []
            return woken
        }
        for listener in listeners { listener.yield() }
    }
}
