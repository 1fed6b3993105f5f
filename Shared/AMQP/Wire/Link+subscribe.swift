internal import CRabbitMQ

extension Link {
    /// Asks for a confirm of every message from now on.
    func selectConfirms() throws {
        try self.rpc("switching on confirms") { state, _ in _ = amqp_confirm_select(state, 1) }
    }

    /// Subscribes with manual acks and at most `prefetch` unsettled deliveries.
    func subscribe(to queue: String, prefetch: UInt16, consumerTag: String) throws {
        try self.rpc("limiting deliveries of \(queue)") { state, _ in _ = amqp_basic_qos(state, 1, 0, prefetch, 0) }
        try self.rpc("subscribing to \(queue)") { state, arena in
            _ = amqp_basic_consume(
                state, 1, arena.bytes(queue), arena.bytes(consumerTag), 0, 0, 0, amqp_empty_table)
        }
    }

    /// Ends the subscription. Deliveries that are on the way are given back when the connection closes.
    func unsubscribe(consumerTag: String) throws {
        try self.rpc("ending a subscription") { state, arena in
            _ = amqp_basic_cancel(state, 1, arena.bytes(consumerTag))
        }
    }
}
