import Threading

/// Deliveries on their way from the connection to the one who handles them: bounded by prefetch, because the broker lends no
/// more, and because those of a lost connection are dropped (the broker delivers them again).
final class DeliveryBuffer: Sendable {
    private struct Shared {
        var waiting: [AMQPDelivery] = []
        var reader: CheckedContinuation<AMQPDelivery?, Never>?
        var isFinished = false
    }

    private let shared = Locked(Shared())

    /// How many wait.
    var count: Int { self.shared.withLock { $0.waiting.count } }

    func append(_ delivery: AMQPDelivery) {
        let reader = self.shared.withLock { shared -> CheckedContinuation<AMQPDelivery?, Never>? in
            guard !shared.isFinished else { return nil }
            if let reader = shared.reader {
                shared.reader = nil
                return reader
            }
            shared.waiting.append(delivery)
            return nil
        }
        reader?.resume(returning: delivery)
    }

    /// The next delivery, or `nil` once finished or cancelled. For one reader at a time; a second one ends the first's wait.
    func next() async -> AMQPDelivery? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (answer, replaced) = self.shared.withLock {
                    shared -> (AMQPDelivery??, CheckedContinuation<AMQPDelivery?, Never>?) in
                    if !shared.waiting.isEmpty {
                        let next = shared.waiting.removeFirst()
                        // Emptied it would keep room for the most that ever waited.
                        if shared.waiting.isEmpty { shared.waiting = [] }
                        return (.some(next), nil)
                    }
                    if shared.isFinished || Task.isCancelled { return (.some(nil), nil) }
                    let replaced = shared.reader
                    shared.reader = continuation
                    return (nil, replaced)
                }
                replaced?.resume(returning: nil)
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            self.endWait()
        }
    }

    /// Drops what waits: it belongs to a connection that is gone.
    func discardAll() { self.shared.withLock { $0.waiting = [] } }

    /// Nothing more will come.
    func finish() {
        self.shared.withLock { shared in
            shared.isFinished = true
            shared.waiting = []
        }
        self.endWait()
    }

    private func endWait() {
        let reader = self.shared.withLock { shared in
            defer { shared.reader = nil }
            return shared.reader
        }
        reader?.resume(returning: nil)
    }
}
