internal import AMQP
internal import Contracts
internal import Logging
internal import Messaging
internal import Synchronization

/// Compares the broker with what the service needs, once before it starts. If the broker is away then, messaging asks
/// again before it consumes, and ends the service if something differs.
final class TopologyWatch: Sendable {
    private let needed: Topology
    private let configuration: AMQPConfiguration
    private let logger: Logger
    private let found = Mutex<[String]?>(nil)

    init(needed: Topology, configuration: AMQPConfiguration, logger: Logger) {
        self.needed = needed
        self.configuration = configuration.named(configuration.connectionName + "-topology")
        self.logger = logger
    }

    /// What a service needs: all exchanges, and its own queues.
    static func needed(by service: ServiceName) -> Topology {
        let layak = BrokerTopology.layak
        return Topology(
            exchanges: layak.exchanges.map { Topology.Exchange(name: $0.name, kind: $0.kind) },
            queues: layak.queues.filter { $0.name.hasPrefix("\(service).") }.map { Topology.Queue(name: $0.name) })
    }

    /// The differences found so far, in sentences.
    var differences: [String] { self.found.withLock { $0 ?? [] } }

    /// Asks the broker once, for at most five seconds.
    ///
    /// - Returns: the differences; `nil` when the broker could not be asked, which is no reason not to start.
    func check() async -> [String]? {
        let answer: [String]? = await withTaskGroup(of: [String]?.self) { group in
            group.addTask { [needed, configuration, logger] in
                do {
                    return try await needed.check(on: configuration).map(\.description)
                } catch {
                    logger.warning("broker cannot be asked", metadata: ["error": "\(error)"])
                    return nil
                }
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(5))
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        if let answer { self.found.withLock { $0 = answer } }
        return answer
    }
}
