/// The broker as the rest of Layak sees it. ``InMemoryBroker`` and the AMQP adapter pass the same contract suite.
public protocol MessageBroker: Sendable {
    /// Keeps the publishing side alive until the task is cancelled.
    func run() async throws

    /// Publishes in order and waits for the broker's word on each; never throws. The reports are in the order of the
    /// batch. Without a connection every report is `unknown`, at the latest after the adapter's own deadline.
    func publish(_ batch: [OutgoingMessage]) async -> [PublishReport]

    /// A subscription to a declared queue, which delivers once its `run()` runs.
    ///
    /// - Parameter prefetch: how many deliveries may be unsettled at a time.
    func subscribe(queue: String, prefetch: Int) -> any MessageSubscription

    /// Whether messages can be published now.
    var state: BrokerState { get }
}

/// A consumer of one queue.
public protocol MessageSubscription: Sendable {
    /// Keeps the subscription alive, across reconnects, until the task is cancelled; unsettled deliveries go back to the
    /// queue then.
    func run() async throws

    /// One stream for the subscription's whole life; may be iterated once.
    var deliveries: AsyncStream<Delivery> { get }

    /// The effect is committed; the broker may forget the message. Nothing happens when the delivery is of an earlier
    /// connection: the broker delivers it again.
    func ack(_ delivery: Delivery) async

    /// The same for this delivery and every earlier one of its connection that is not settled.
    func ack(upTo delivery: Delivery) async

    /// Gives it back to the queue, or lets the broker dead-letter it.
    func nack(_ delivery: Delivery, requeue: Bool) async

    /// Whether deliveries can arrive now.
    var state: BrokerState { get }
}
