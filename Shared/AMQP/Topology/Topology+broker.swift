extension Topology {
    /// Makes the broker have all of it. What is there already stays as it is; nothing is removed.
    ///
    /// - Throws: ``AMQPError``: `.server(406)` when something is there with other arguments, `.server(403)` without the right
    ///   to configure. What was declared before stays.
    public func declare(on configuration: AMQPConfiguration) async throws {
        // A new queue is ready when its nodes have elected a leader, which a busy broker takes its time for; who
        // declares has nothing to do meanwhile.
        var deadlines = Deadlines()
        deadlines.rpc = .seconds(20)
        try await Self.connected(configuration, deadlines) { try await $0.declare(self) }
    }

    /// Compares it with what the broker has. Changes nothing.
    ///
    /// Bindings and policies cannot be seen over AMQP 0-9-1 and are not compared; ``declare(on:)`` mends missing bindings.
    ///
    /// - Returns: every difference; empty when all is well.
    /// - Throws: ``AMQPError`` when the broker cannot be asked.
    public func check(
        on configuration: AMQPConfiguration, depth: TopologyDepth = .existence
    ) async throws -> [TopologyDrift] {
        try await Self.connected(configuration, Deadlines()) { try await $0.check(self, depth: depth) }
    }

    private static func connected<T: Sendable>(
        _ configuration: AMQPConfiguration, _ deadlines: Deadlines, _ body: (TopologyConnection) async throws -> T
    ) async throws -> T {
        let connection = TopologyConnection()
        do {
            try await connection.open(configuration, deadlines)
            let result = try await body(connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }
}
