import Contracts
import Foundation
import Messaging
import Postgres
import Threading

/// What somebody would write who does without an inbox: the effect in a transaction, then the acknowledgement. As many
/// lanes and as many messages to a transaction as the consumer that it is compared with.
struct PlainConsumer: Sendable {
    let broker: any MessageBroker
    let database: Database
    let effect: Effect
    let lanes: Int
    let prefetch: Int
    let batch: Int

    func run() async throws {
        let subscription = self.broker.subscribe(queue: "bench.events", prefetch: self.prefetch)
        try await running({ try await subscription.run() }) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                let waiting = (0..<self.lanes).map { _ in Waiting() }
                for lane in waiting {
                    group.addTask {
                        for await _ in lane.signals { try await self.settle(lane.take(self.batch), subscription) }
                    }
                }
                for await delivery in subscription.deliveries {
                    let subject = delivery.properties.headers[HeaderName.subject]?.string ?? ""
                    let hash = subject.utf8.reduce(UInt64(5381)) { ($0 &* 33) ^ UInt64($1) }
                    waiting[Int(hash % UInt64(waiting.count))].put(delivery)
                }
                for lane in waiting { lane.finish() }
                group.cancelAll()
                try await group.waitForAll()
            }
        }
    }

    private func settle(_ deliveries: [Delivery], _ subscription: any MessageSubscription) async throws {
        guard !deliveries.isEmpty else { return }
        let now = Date()
        let events = try deliveries.map { delivery in
            (
                event: try ContractJSON.decode(Noted.self, from: delivery.body),
                envelope: try Envelope(reading: delivery.properties, as: .event, receivedAt: now)
            )
        }
        try await self.database.transaction { tx in
            for (event, envelope) in events { try self.effect.carryOut(event, causedBy: envelope, at: now, in: tx) }
        }
        for delivery in deliveries { await subscription.ack(delivery) }
    }

    /// The deliveries of one lane; a signal for each.
    private final class Waiting: Sendable {
        private let queue = Locked<[Delivery]>([])
        let signals: AsyncStream<Void>
        private let signal: AsyncStream<Void>.Continuation

        init() { (self.signals, self.signal) = AsyncStream<Void>.makeStream() }

        func put(_ delivery: Delivery) {
            self.queue.withLock { $0.append(delivery) }
            self.signal.yield()
        }

        func take(_ most: Int) -> [Delivery] {
            self.queue.withLock { queue in
                let taken = Array(queue.prefix(most))
                queue.removeFirst(taken.count)
                return taken
            }
        }

        func finish() { self.signal.finish() }
    }
}
