import Logging
import Messaging
import Threading

/// Takes the deliveries of one queue into a fixed number of lanes. What has the same key is in the same lane, one after
/// the other; the lanes run beside each other. A delivery is acknowledged when `handle` returns; when it throws, the
/// delivery is held and tried again, so nothing is dropped while the database is away.
struct LaneConsumer: Sendable {
    let queue: String
    let subscription: any MessageSubscription
    let lanes: Int
    let backoff: Backoff
    let random01: @Sendable () -> Double
    let logger: Logger
    let key: @Sendable (Delivery) -> String
    let handle: @Sendable (Delivery) async throws -> Void

    /// Runs until the task is cancelled; then takes no more deliveries, lets running handlers finish, and ends.
    func run() async throws {
        let (ended, end) = AsyncStream<(any Error)?>.makeStream()
        // Unstructured, because the subscription must outlive the handlers that are finishing: they acknowledge on it.
        let session = Task {
            do {
                try await self.subscription.run()
                end.yield(nil)
            } catch {
                end.yield(error)
            }
            end.finish()
        }
        let result = await self.consume(until: ended)
        session.cancel()
        await session.value
        try result.get()
    }

    private func consume(until ended: AsyncStream<(any Error)?>) async -> Result<Void, any Error> {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                var feeds: [AsyncStream<Delivery>.Continuation] = []
                for _ in 0..<max(1, self.lanes) {
                    // Not bounded by itself: the prefetch bounds all lanes together.
                    let (stream, feed) = AsyncStream<Delivery>.makeStream()
                    feeds.append(feed)
                    group.addTask { for await delivery in stream { await self.settle(delivery) } }
                }
                group.addTask { [feeds] in
                    for await delivery in self.subscription.deliveries {
                        let hash = self.key(delivery).utf8.reduce(UInt64(5381)) { ($0 &* 33) ^ UInt64($1) }
                        feeds[Int(hash % UInt64(feeds.count))].yield(delivery)
                    }
                    for feed in feeds { feed.finish() }
                }
                group.addTask { for await error in ended { if let error { throw error } } }
                defer { group.cancelAll() }
                for try await _ in group {}
            }
            return .success(())
        } catch {
            return .failure(error)
        }
    }

    private func settle(_ delivery: Delivery) async {
        var attempt = 0
        while !Task.isCancelled {
            // Unstructured, to shield the transaction and its acknowledgement from cancellation: a handler that has begun
            // is let finish.
            let isFirst = attempt == 0
            let isSettled = await Task { await self.tryOnce(delivery, isFirst: isFirst) }.value
            if isSettled { return }
            let pause = self.backoff.delay(attempt: attempt, random01: 0.5 + self.random01() / 2)
            attempt += 1
            // Ends early when the task is cancelled, which the loop notices.
            try? await Task.sleep(for: pause)
        }
    }

    private func tryOnce(_ delivery: Delivery, isFirst: Bool) async -> Bool {
        do {
            try await self.handle(delivery)
        } catch {
            if isFirst {
                self.logger.warning(
                    "delivery is held until the database can be reached",
                    metadata: [MessagingLogKey.queue: "\(self.queue)", MessagingLogKey.error: "\(error)"])
            }
            return false
        }
        await self.subscription.ack(delivery)
        return true
    }
}
