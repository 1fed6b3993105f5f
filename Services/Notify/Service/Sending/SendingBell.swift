import Synchronization

/// Wakes the senders of this process when there is something new; ringing twice is the same as ringing once.
final class SendingBell: Sendable {
    private let listeners = Mutex<[AsyncStream<Void>.Continuation]>([])

    /// Rings from now on, for one listener that works as long as the process.
    func listen() -> AsyncStream<Void> {
        let (stream, rings) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.listeners.withLock { $0.append(rings) }
        return stream
    }

    func ring() {
        for listener in self.listeners.withLock({ $0 }) { listener.yield() }
    }
}
