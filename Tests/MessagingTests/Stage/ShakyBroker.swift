import Messaging
import Seeds
import Threading

/// A broker between a service and the real one that loses, doubles and denies what is published, as its seed says.
struct ShakyBroker: MessageBroker {
    let inner: any MessageBroker
    private let random: Locked<SeededRandom>

    init(_ inner: any MessageBroker, seed: UInt64) {
        self.inner = inner
        self.random = Locked(SeededRandom(seed: seed))
    }

    func run() async throws { try await self.inner.run() }
    func subscribe(queue: String, prefetch: Int) -> any MessageSubscription {
        self.inner.subscribe(queue: queue, prefetch: prefetch)
    }
    var state: BrokerState { self.inner.state }

    func publish(_ batch: [OutgoingMessage]) async -> [PublishReport] {
        var reports: [PublishReport] = []
        for message in batch {
            switch self.random.withLock({ Int.random(in: 0..<6, using: &$0) }) {
            // Confirmed, and lost all the same: the broker that lets fall what it has promised to keep.
            case 0: reports.append(.confirmed)
            case 1: reports.append(.unknown)
            case 2:
                _ = await self.inner.publish([message])
                reports.append(.unknown)
            case 3:
                _ = await self.inner.publish([message, message])
                reports.append(.confirmed)
            default: reports += await self.inner.publish([message])
            }
        }
        return reports
    }
}
