import Foundation
import Logging
import Threading

/// Keeps a session connected: one connection after the other, over the nodes in turn, with growing pauses.
struct Supervision: Sendable {
    let configuration: AMQPConfiguration
    let state: StateCell
    let logger: Logger
    /// What the log calls the session.
    let name: String
    private let backoff = Backoff(first: .milliseconds(100), cap: .seconds(10))
    /// A connection that lived this long was a success; a shorter one counts as a failed attempt.
    private let provenAfter: Duration = .seconds(2)

    init(configuration: AMQPConfiguration, state: StateCell, logger: Logger, name: String) {
        self.configuration = configuration
        self.state = state
        self.logger = logger
        self.name = name
    }

    /// Runs until the task is cancelled.
    ///
    /// - Parameter connection: opens a connection to the node, calls `ready`, and serves it until it fails.
    func run(
        _ connection: (_ endpoint: AMQPEndpoint, _ ready: @Sendable () -> Void) async throws -> Void
    ) async throws {
        guard !self.configuration.endpoints.isEmpty else {
            throw AMQPError(code: .configuration, message: "no node of the broker is configured")
        }
        defer { self.state.set(.stopped) }
        var attempts = 0
        var node = 0
        self.state.set(.connecting(attempts: 0, lastError: nil))
        while !Task.isCancelled {
            let endpoint = self.configuration.endpoints[node % self.configuration.endpoints.count]
            let readySince = Locked<ContinuousClock.Instant?>(nil)
            let lastError: String
            do {
                try await connection(endpoint) {
                    readySince.withLock { $0 = .now }
                    self.state.set(.connected(since: Date()))
                    self.logger.info("connected to the broker", metadata: self.metadata(endpoint))
                }
                lastError = "the connection was closed"
            } catch {
                lastError = String(describing: error)
            }
            if Task.isCancelled { return }
            if let since = readySince.withLock({ $0 }), ContinuousClock.now - since >= self.provenAfter {
                attempts = 0
            }
            self.state.set(.connecting(attempts: attempts + 1, lastError: lastError))
            self.logger.warning(
                "no connection to the broker",
                metadata: self.metadata(endpoint).merging(["reason": "\(lastError)", "attempt": "\(attempts + 1)"]) {
                    $1
                })
            let pause = self.backoff.delay(attempt: attempts, random01: Double.random(in: 0...1))
            attempts += 1
            node += 1
            try? await Task.sleep(for: pause)
        }
    }

    private func metadata(_ endpoint: AMQPEndpoint) -> Logger.Metadata {
        ["session": "\(self.name)", "node": "\(endpoint.host):\(endpoint.port)"]
    }
}
