import Messaging
import Threading

/// A broker between a service and the real one that loses, doubles and denies what is published, as its seed says.
struct ShakyBroker: MessageBroker {
    let inner: any MessageBroker
    private let random: Locked<SeededNumbers>

    init(_ inner: any MessageBroker, seed: UInt64) {
        self.inner = inner
        self.random = Locked(SeededNumbers(seed: seed))
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

/// SplitMix64: the same numbers for the same seed.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { self.state = seed }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
