public import Logging
import Threading

/// Publishes with confirms over a connection of its own, which it replaces when it fails.
///
/// `run()` keeps the connection; ``publish(_:)`` may be called from anywhere, also while nothing is connected.
public final class AMQPPublisherSession: Sendable {
    private let configuration: AMQPConfiguration
    private let logger: Logger
    private let deadlines: Deadlines
    private let cell = StateCell()
    private let current = Locked<PublisherConnection?>(nil)

    /// Connects nothing yet.
    public convenience init(_ configuration: AMQPConfiguration, logger: Logger) {
        self.init(configuration, logger: logger, deadlines: Deadlines())
    }

    init(_ configuration: AMQPConfiguration, logger: Logger, deadlines: Deadlines) {
        self.configuration = configuration
        self.logger = logger
        self.deadlines = deadlines
    }

    /// How it stands.
    public var state: SessionState { self.cell.current }

    /// Waits until it is connected and not blocked.
    ///
    /// - Throws: ``AMQPError`` with `.deadline` after `timeout`, saying what stood in the way; `CancellationError`.
    public func waitUntilConnected(timeout: Duration) async throws {
        try await self.cell.waitUntilConnected(timeout: timeout)
    }

    /// Keeps connected until the task is cancelled; messages that wait for a confirm then are ``PublishOutcome/unknown``.
    ///
    /// - Throws: ``AMQPError`` with `.configuration` when no node is configured. Whatever may mend itself or be mended, a
    ///   wrong password included, is tried again and shown in ``state``.
    public func run() async throws {
        let supervision = Supervision(
            configuration: self.configuration, state: self.cell, logger: self.logger, name: "publisher")
        try await supervision.run { endpoint, ready in
            let connection = PublisherConnection(deadlines: self.deadlines) {
                self.cell.setBlocked($0)
            } failed: { error in
                self.current.withLock { $0 = nil }
                self.cell.setLost(String(describing: error))
            }
            do {
                try await connection.open(endpoint, self.configuration)
                self.current.withLock { $0 = connection }
                ready()
                try await connection.run()
            } catch {
                self.current.withLock { $0 = nil }
                await connection.close()
                throw error
            }
            self.current.withLock { $0 = nil }
            await connection.close()
        }
    }

    /// Publishes the messages in this order and waits for the broker's word on each.
    ///
    /// - Returns: one outcome per message, in the same order, after at most 15 s (the confirm deadline). All
    ///   ``PublishOutcome/unknown`` at once when nothing is connected: wait with ``waitUntilConnected(timeout:)`` and publish
    ///   again. A cancelled task gets what is known so far.
    public func publish(_ batch: [AMQPMessage]) async -> [PublishOutcome] {
        guard let connection = self.current.withLock({ $0 }) else { return batch.map { _ in .unknown } }
        return await connection.publish(batch)
    }
}
