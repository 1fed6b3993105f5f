internal import CRabbitMQ
import Threading

/// A short connection that declares and checks, on its own thread.
actor TopologyConnection {
    private let thread: ConnectionThread
    nonisolated var unownedExecutor: UnownedSerialExecutor { self.thread.asUnownedSerialExecutor() }
    private var link: Link?

    init() { self.thread = ConnectionThread(name: "amqp-topology") }

    deinit { self.thread.stop() }

    /// Connects to the first node that answers.
    func open(_ configuration: AMQPConfiguration, _ deadlines: Deadlines) throws {
        var failure = AMQPError(code: .configuration, message: "no node of the broker is configured")
        for endpoint in configuration.endpoints {
            do {
                let link = try Link(deadlines: deadlines)
                try link.open(endpoint, configuration)
                self.link = link
                return
            } catch let error as AMQPError {
                failure = error
            }
        }
        throw failure
    }

    func close() {
        self.link?.close()
        self.link = nil
        self.thread.stop()
    }

    func declare(_ topology: Topology) throws {
        for exchange in topology.exchanges { try self.declare(exchange, passive: false) }
        for queue in topology.queues { try self.declare(queue, passive: false) }
        for binding in topology.bindings {
            try self.link?.rpc("binding \(binding.queue) to \(binding.exchange)") { state, arena in
                _ = amqp_queue_bind(
                    state, 1, arena.bytes(binding.queue), arena.bytes(binding.exchange),
                    arena.bytes(binding.routingKey), amqp_empty_table)
            }
        }
    }

    func check(_ topology: Topology, depth: TopologyDepth) throws -> [TopologyDrift] {
        var drifts: [TopologyDrift] = []
        for exchange in topology.exchanges {
            let difference = try self.difference(depth) { try self.declare(exchange, passive: $0) }
            if let difference { drifts.append(.init(kind: .exchange, name: exchange.name, difference: difference)) }
        }
        for queue in topology.queues {
            let difference = try self.difference(depth) { try self.declare(queue, passive: $0) }
            if let difference { drifts.append(.init(kind: .queue, name: queue.name, difference: difference)) }
        }
        return drifts
    }

    /// Declares passively, and actively only what exists, so that nothing is created.
    private func difference(_ depth: TopologyDepth, _ declare: (_ passive: Bool) throws -> Void) throws -> String? {
        do {
            try declare(true)
            if depth == .arguments { try declare(false) }
            return nil
        } catch let error as AMQPError where error.code.reply == 404 {
            try self.link?.openChannel()
            return "missing"
        } catch let error as AMQPError where [403, 405, 406, 530].contains(error.code.reply) {
            try self.link?.openChannel()
            return error.message
        }
    }

    private func declare(_ exchange: Topology.Exchange, passive: Bool) throws {
        try self.link?.rpc("declaring the exchange \(exchange.name)") { state, arena in
            _ = amqp_exchange_declare(
                state, 1, arena.bytes(exchange.name), arena.bytes(exchange.kind), passive ? 1 : 0, 1, 0, 0,
                amqp_empty_table)
        }
    }

    private func declare(_ queue: Topology.Queue, passive: Bool) throws {
        try self.link?.rpc("declaring the queue \(queue.name)") { state, arena in
            _ = amqp_queue_declare(
                state, 1, arena.bytes(queue.name), passive ? 1 : 0, 1, 0, 0, arena.table(queue.arguments))
        }
    }
}
