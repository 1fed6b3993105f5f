/// What the broker has to have, as data: declared by the deploy step, checked by every service when it starts.
public struct Topology: Sendable, Hashable, Codable {
    /// An exchange; always durable.
    public struct Exchange: Sendable, Hashable, Codable {
        /// Its name.
        public var name: String
        /// `topic`, `direct`, `fanout` or `headers`.
        public var kind: String

        /// Takes every part as it is.
        public init(name: String, kind: String) {
            self.name = name
            self.kind = kind
        }
    }

    /// A queue; always durable.
    public struct Queue: Sendable, Hashable, Codable {
        /// Its name.
        public var name: String
        /// What can never change: `x-queue-type` and its like. Everything else belongs into a policy.
        public var arguments: [String: AMQPValue]

        /// Takes every part as it is; a quorum queue unless something else is said.
        public init(name: String, arguments: [String: AMQPValue] = ["x-queue-type": "quorum"]) {
            self.name = name
            self.arguments = arguments
        }
    }

    /// What a queue takes from an exchange.
    public struct Binding: Sendable, Hashable, Codable {
        /// The exchange.
        public var exchange: String
        /// The queue.
        public var queue: String
        /// The key, with `*` and `#` for topic exchanges.
        public var routingKey: String

        /// Takes every part as it is.
        public init(exchange: String, queue: String, routingKey: String) {
            self.exchange = exchange
            self.queue = queue
            self.routingKey = routingKey
        }
    }

    /// All exchanges.
    public var exchanges: [Exchange]
    /// All queues.
    public var queues: [Queue]
    /// All bindings.
    public var bindings: [Binding]

    /// Takes every part as it is.
    public init(exchanges: [Exchange] = [], queues: [Queue] = [], bindings: [Binding] = []) {
        self.exchanges = exchanges
        self.queues = queues
        self.bindings = bindings
    }
}
