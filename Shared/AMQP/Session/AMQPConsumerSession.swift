public import Logging
import Threading

/// Consumes one queue over a connection of its own, which it replaces when it fails, with a new subscription.
///
/// Deliveries come as one stream across reconnects. Nothing is lost with a connection: the broker delivers again what was not
/// acknowledged, marked `redelivered`, so the same message may be handled twice.
public final class AMQPConsumerSession: Sendable {
    /// Everything that the broker lends, for one reader. It ends when `run()` has ended. At most `prefetch` deliveries are
    /// unsettled at any time, so nothing grows when the reader is slow.
    public let deliveries: AsyncStream<AMQPDelivery>

    private let configuration: AMQPConfiguration
    private let queue: String
    private let prefetch: UInt16
    private let logger: Logger
    private let deadlines: Deadlines
    private let cell = StateCell()
    private let buffer: DeliveryBuffer
    private let current = Locked<(generation: UInt64, connection: ConsumerConnection)?>(nil)
    private let generations = Locked<UInt64>(0)

    /// Connects nothing yet.
    ///
    /// - Parameter prefetch: how many deliveries may be unsettled; above 0, because 0 means without limit.
    public convenience init(_ configuration: AMQPConfiguration, queue: String, prefetch: UInt16, logger: Logger) {
        self.init(configuration, queue: queue, prefetch: prefetch, logger: logger, deadlines: Deadlines())
    }

    init(_ configuration: AMQPConfiguration, queue: String, prefetch: UInt16, logger: Logger, deadlines: Deadlines) {
        precondition(prefetch > 0, "prefetch is the only limit of unsettled deliveries")
        let buffer = DeliveryBuffer()
        self.configuration = configuration
        self.queue = queue
        self.prefetch = prefetch
        self.logger = logger
        self.deadlines = deadlines
        self.buffer = buffer
        self.deliveries = AsyncStream { await buffer.next() }
    }

    /// How it stands.
    public var state: SessionState { self.cell.current }

    /// Waits until it is subscribed.
    ///
    /// - Throws: ``AMQPError`` with `.deadline` after `timeout`, saying what stood in the way; `CancellationError`.
    public func waitUntilConnected(timeout: Duration) async throws {
        try await self.cell.waitUntilConnected(timeout: timeout)
    }

    /// Keeps subscribed until the task is cancelled, then ends ``deliveries``; once per session. What is unsettled then goes
    /// back to the queue: settle before cancelling.
    ///
    /// - Throws: ``AMQPError`` with `.configuration` when no node is configured. A deleted queue or a missing right is tried
    ///   again and shown in ``state``.
    public func run() async throws {
        defer { self.buffer.finish() }
        let supervision = Supervision(
            configuration: self.configuration, state: self.cell, logger: self.logger, name: "consumer \(self.queue)")
        try await supervision.run { endpoint, ready in
            let generation = self.generations.withLock { last in
                last += 1
                return last
            }
            let connection = ConsumerConnection(generation: generation, deadlines: self.deadlines) { delivery in
                self.buffer.append(delivery)
            }
            do {
                try await connection.open(
                    endpoint, self.configuration, queue: self.queue, prefetch: self.prefetch)
                self.current.withLock { $0 = (generation, connection) }
                ready()
                try await connection.run()
            } catch {
                await self.leave(connection)
                throw error
            }
            await self.leave(connection)
        }
    }

    private func leave(_ connection: ConsumerConnection) async {
        self.current.withLock { $0 = nil }
        await connection.close()
        self.buffer.discardAll()
    }

    /// The message has had its effect: the broker may forget it. Without effect when the connection it came from is gone, or
    /// when it is settled already.
    public func ack(_ tag: AMQPDelivery.Tag) async { await self.connection(of: tag)?.acknowledge(tag) }

    /// Acknowledges this delivery and every earlier one of the same connection that is not settled.
    public func ack(upTo tag: AMQPDelivery.Tag) async { await self.connection(of: tag)?.acknowledge(upTo: tag) }

    /// Gives the message back: to the queue, or (without `requeue`) to the queue's dead-letter exchange if it has one.
    public func nack(_ tag: AMQPDelivery.Tag, requeue: Bool) async {
        await self.connection(of: tag)?.giveBack(tag, requeue: requeue)
    }

    /// The same by the delivery.
    public func ack(_ delivery: AMQPDelivery) async { await self.ack(delivery.tag) }
    /// The same by the delivery.
    public func ack(upTo delivery: AMQPDelivery) async { await self.ack(upTo: delivery.tag) }
    /// The same by the delivery.
    public func nack(_ delivery: AMQPDelivery, requeue: Bool) async { await self.nack(delivery.tag, requeue: requeue) }

    private func connection(of tag: AMQPDelivery.Tag) -> ConsumerConnection? {
        self.current.withLock { $0?.generation == tag.generation ? $0?.connection : nil }
    }
}
