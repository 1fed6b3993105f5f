import Threading

/// One connection that only consumes one queue, on its own thread. When it fails it is thrown away, never repaired.
actor ConsumerConnection {
    private let thread: ConnectionThread
    nonisolated var unownedExecutor: UnownedSerialExecutor { self.thread.asUnownedSerialExecutor() }

    private let deadlines: Deadlines
    private let generation: UInt64
    private let consumerTag: String
    private let delivered: @Sendable (AMQPDelivery) -> Void
    private var link: Link?
    private var heartbeat: Duration = .seconds(20)
    private var failure: (any Error)?
    /// Numbers that are still lent; settling another would make the broker close the channel.
    private var unsettled: Set<UInt64> = []

    init(generation: UInt64, deadlines: Deadlines, delivered: @escaping @Sendable (AMQPDelivery) -> Void) {
        self.thread = ConnectionThread(name: "amqp-consume")
        self.generation = generation
        self.deadlines = deadlines
        self.delivered = delivered
        // Never the same twice: RabbitMQ before 3.11 loses deliveries when a tag is used again.
        self.consumerTag = "layak.\(String(UInt64.random(in: .min ... .max), radix: 16)).\(generation)"
    }

    deinit { self.thread.stop() }

    func open(_ endpoint: AMQPEndpoint, _ configuration: AMQPConfiguration, queue: String, prefetch: UInt16) throws {
        self.heartbeat = configuration.heartbeat
        let link = try Link(deadlines: self.deadlines)
        try link.open(endpoint, configuration)
        try link.subscribe(to: queue, prefetch: prefetch, consumerTag: self.consumerTag)
        self.link = link
    }

    /// Serves the connection until it fails, or until the task is cancelled.
    func run() async throws {
        do {
            try await withTaskCancellationHandler {
                let tick = min(self.heartbeat / 4, .seconds(5))
                while !Task.isCancelled {
                    if let failure = self.failure { throw failure }
                    try self.drain()
                    guard let link = self.link else { return }
                    _ = await self.thread.readiness(of: link.descriptor, for: .read, timeout: tick)
                }
            } onCancel: {
                self.thread.interrupt()
            }
        } catch {
            self.fail(error)
            throw error
        }
    }

    /// Ends the subscription and the connection; what is unsettled goes back to the queue.
    func close() {
        // Without an answer the connection's end, which comes next, ends the subscription as well.
        if self.failure == nil { try? self.link?.unsubscribe(consumerTag: self.consumerTag) }
        self.fail(AMQPError(code: .connectionLost, message: "the connection was closed"))
        self.link?.close()
        self.link = nil
        self.thread.stop()
    }

    // MARK: - Settling

    func acknowledge(_ tag: AMQPDelivery.Tag) {
        guard self.takeBack(tag) else { return }
        self.settle { link in try link.acknowledge(tag.number, multiple: false) }
    }

    func acknowledge(upTo tag: AMQPDelivery.Tag) {
        guard tag.generation == self.generation, self.failure == nil else { return }
        let settled = self.unsettled.filter { $0 <= tag.number }
        guard let last = settled.max() else { return }
        self.unsettled.subtract(settled)
        self.settle { link in try link.acknowledge(last, multiple: true) }
    }

    func giveBack(_ tag: AMQPDelivery.Tag, requeue: Bool) {
        guard self.takeBack(tag) else { return }
        self.settle { link in try link.reject(tag.number, requeue: requeue) }
    }

    private func takeBack(_ tag: AMQPDelivery.Tag) -> Bool {
        tag.generation == self.generation && self.failure == nil && self.unsettled.remove(tag.number) != nil
    }

    private func settle(_ body: (Link) throws -> Void) {
        guard let link = self.link else { return }
        do { try body(link) } catch { self.fail(error) }
    }

    // MARK: - Hearing

    private func drain() throws {
        while let event = try self.link?.nextEvent() {
            switch event {
            case .delivered(let number, let redelivered, let exchange, let routingKey, let properties, let body):
                self.unsettled.insert(number)
                self.delivered(
                    AMQPDelivery(
                        tag: AMQPDelivery.Tag(generation: self.generation, number: number), redelivered: redelivered,
                        exchange: exchange, routingKey: routingKey, properties: properties, body: body))
            case .cancelled:
                throw AMQPError(code: .cancelled, message: "the broker ended the subscription")
            case .channelClosed(let code, let text), .connectionClosed(let code, let text):
                throw AMQPError(code: .server(code), message: text)
            case .blocked, .unblocked: break
            case .returned, .settled:
                throw AMQPError(code: .protocolViolation, message: "the broker answers a publish that nobody made")
            }
        }
    }

    private func fail(_ error: any Error) {
        if self.failure == nil { self.failure = error }
        self.unsettled = []
        self.thread.interrupt()
    }
}
