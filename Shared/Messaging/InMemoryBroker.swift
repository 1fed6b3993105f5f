import Threading

/// A broker inside the process, for tests and rules that need no server. It keeps what the real one promises: routing by
/// topic, mandatory returns, prefetch, redelivery of what was not settled.
public final class InMemoryBroker: MessageBroker {
    private struct Binding: Hashable {
        var exchange: String
        var pattern: String
        var queue: String
    }

    private struct Queued {
        var message: OutgoingMessage
        var redelivered: Bool
    }

    private struct Consumer {
        let continuation: AsyncStream<Delivery>.Continuation
        let prefetch: Int
        var unsettled: [Int: Queued] = [:]
        var isRunning = false
    }

    private struct Queue {
        var waiting: [Queued] = []
        var consumers: [Int: Consumer] = [:]
        var turn = 0
    }

    private struct State {
        var queues: [String: Queue] = [:]
        var bindings: Set<Binding> = []
        var nextTag = 1
        var nextConsumer = 1
        var isConnected = true
    }

    private let shared = Locked(State())

    /// A broker without queues.
    public init() {}

    /// Adds a queue, if there is none of this name.
    public func declare(queue: String) {
        self.shared.withLock { state in if state.queues[queue] == nil { state.queues[queue] = Queue() } }
    }

    /// Routes what is published to `exchange` with a key that `pattern` matches into `queue`.
    public func bind(queue: String, to exchange: String, pattern: String) {
        self.declare(queue: queue)
        self.shared.withLock { state in
            _ = state.bindings.insert(Binding(exchange: exchange, pattern: pattern, queue: queue))
        }
    }

    /// Takes a binding away.
    public func unbind(queue: String, from exchange: String, pattern: String) {
        self.shared.withLock { state in
            _ = state.bindings.remove(Binding(exchange: exchange, pattern: pattern, queue: queue))
        }
    }

    /// Cuts or restores the connection: while it is cut, every publish is `unknown` and nothing is delivered; what was
    /// unsettled is delivered again afterwards.
    public func setConnected(_ isConnected: Bool) {
        self.shared.withLock { state in
            state.isConnected = isConnected
            for name in state.queues.keys {
                if isConnected {
                    Self.dispatch(name, &state)
                } else {
                    for id in state.queues[name, default: Queue()].consumers.keys { Self.requeue(name, id, &state) }
                }
            }
        }
    }

    /// How many messages wait in a queue, unsettled ones included.
    public func depth(of queue: String) -> Int {
        self.shared.withLock { state in
            guard let queue = state.queues[queue] else { return 0 }
            return queue.waiting.count + queue.consumers.values.reduce(0) { $0 + $1.unsettled.count }
        }
    }

    public func run() async throws { await Self.untilCancelled() }

    public func publish(_ batch: [OutgoingMessage]) async -> [PublishReport] {
        self.shared.withLock { state in
            guard state.isConnected else { return batch.map { _ in .unknown } }
            return batch.map { message in
                var targets = Set(
                    state.bindings.filter {
                        $0.exchange == message.exchange && TopicPattern($0.pattern).matches(message.routingKey)
                    }.map(\.queue))
                // The default exchange routes to the queue of that name, as AMQP has it.
                if message.exchange.isEmpty, state.queues[message.routingKey] != nil {
                    targets.insert(message.routingKey)
                }
                if targets.isEmpty { return message.mandatory ? .returned(code: 312, text: "NO_ROUTE") : .confirmed }
                for target in targets {
                    state.queues[target]?.waiting.append(Queued(message: message, redelivered: false))
                    Self.dispatch(target, &state)
                }
                return .confirmed
            }
        }
    }

    public func subscribe(queue: String, prefetch: Int) -> any MessageSubscription {
        let (stream, continuation) = AsyncStream<Delivery>.makeStream()
        let id = self.shared.withLock { state in
            if state.queues[queue] == nil { state.queues[queue] = Queue() }
            let id = state.nextConsumer
            state.nextConsumer += 1
            state.queues[queue]?.consumers[id] = Consumer(continuation: continuation, prefetch: max(1, prefetch))
            return id
        }
        return Subscription(broker: self, queue: queue, id: id, deliveries: stream)
    }

    public var state: BrokerState { self.shared.withLock { $0.isConnected ? .connected : .connecting } }

    private struct Subscription: MessageSubscription {
        let broker: InMemoryBroker
        let queue: String
        let id: Int
        let deliveries: AsyncStream<Delivery>

        func run() async throws {
            self.broker.setRunning(true, self.queue, self.id)
            await InMemoryBroker.untilCancelled()
            self.broker.setRunning(false, self.queue, self.id)
        }

        func ack(_ delivery: Delivery) async { self.broker.settle(delivery, self.queue, self.id, requeue: false) }

        func ack(upTo delivery: Delivery) async { self.broker.settle(upTo: delivery, self.queue, self.id) }

        func nack(_ delivery: Delivery, requeue: Bool) async {
            self.broker.settle(delivery, self.queue, self.id, requeue: requeue)
        }

        var state: BrokerState { self.broker.state }
    }

    private func setRunning(_ isRunning: Bool, _ queue: String, _ id: Int) {
        self.shared.withLock { state in
            state.queues[queue]?.consumers[id]?.isRunning = isRunning
            if !isRunning { Self.requeue(queue, id, &state) }
            Self.dispatch(queue, &state)
        }
    }

    private func settle(_ delivery: Delivery, _ queue: String, _ id: Int, requeue: Bool) {
        guard let tag = delivery.handle as? Int else { return }
        self.shared.withLock { state in
            guard var queued = state.queues[queue]?.consumers[id]?.unsettled.removeValue(forKey: tag) else { return }
            if requeue {
                queued.redelivered = true
                state.queues[queue]?.waiting.insert(queued, at: 0)
            }
            Self.dispatch(queue, &state)
        }
    }

    private func settle(upTo delivery: Delivery, _ queue: String, _ id: Int) {
        guard let tag = delivery.handle as? Int else { return }
        self.shared.withLock { state in
            guard let unsettled = state.queues[queue]?.consumers[id]?.unsettled else { return }
            state.queues[queue]?.consumers[id]?.unsettled = unsettled.filter { $0.key > tag }
            Self.dispatch(queue, &state)
        }
    }

    private static func requeue(_ queue: String, _ id: Int, _ state: inout State) {
        guard let unsettled = state.queues[queue]?.consumers[id]?.unsettled else { return }
        state.queues[queue]?.consumers[id]?.unsettled = [:]
        let back = unsettled.sorted { $0.key < $1.key }.map { Queued(message: $0.value.message, redelivered: true) }
        state.queues[queue]?.waiting.insert(contentsOf: back, at: 0)
    }

    private static func dispatch(_ name: String, _ state: inout State) {
        guard state.isConnected, var queue = state.queues[name] else { return }
        while !queue.waiting.isEmpty {
            let free = queue.consumers.filter { $0.value.isRunning && $0.value.unsettled.count < $0.value.prefetch }
            guard !free.isEmpty else { break }
            let id = free.keys.sorted()[queue.turn % free.count]
            queue.turn += 1
            let queued = queue.waiting.removeFirst()
            let tag = state.nextTag
            state.nextTag += 1
            queue.consumers[id]?.unsettled[tag] = queued
            queue.consumers[id]?.continuation.yield(
                Delivery(
                    handle: tag, redelivered: queued.redelivered, exchange: queued.message.exchange,
                    routingKey: queued.message.routingKey, properties: queued.message.properties,
                    body: queued.message.body))
        }
        state.queues[name] = queue
    }

    private static func untilCancelled() async {
        let (stream, continuation) = AsyncStream<Never>.makeStream()
        // Nothing is ever sent: the iteration ends when the task is cancelled.
        for await _ in stream {}
        continuation.finish()
    }
}
