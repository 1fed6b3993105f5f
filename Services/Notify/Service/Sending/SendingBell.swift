/// Wakes the sender when there is something new; ringing twice is the same as ringing once.
final class SendingBell: Sendable {
    private let rings: AsyncStream<Void>.Continuation
    /// For the one sender of this process.
    let stream: AsyncStream<Void>

    init() {
        (self.stream, self.rings) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func ring() { self.rings.yield() }
}
