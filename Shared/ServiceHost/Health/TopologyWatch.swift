internal import AMQP
internal import Contracts
internal import Logging
internal import Messaging
internal import Synchronization

/// Compares the broker with what the service needs: once before it starts, and later if the broker was away then.
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
        let all = [
            ExchangeName.events, ExchangeName.commands, ExchangeName.replies, ExchangeName.worklists,
            ExchangeName.channels,
        ]
        return Topology(
            exchanges: all.map { Topology.Exchange(name: $0, kind: $0 == ExchangeName.replies ? "direct" : "topic") },
            queues: [
                QueueName.events(of: service), QueueName.commands(of: service), QueueName.parking(of: service),
            ].map { Topology.Queue(name: $0) })
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

    /// Asks again every few seconds until the broker has answered.
    func run() async {
        while !Task.isCancelled, self.found.withLock({ $0 == nil }) {
            // Ends early when the task is cancelled, which the loop notices.
            try? await Task.sleep(for: .seconds(5))
            guard !Task.isCancelled, let differences = await self.check() else { continue }
            for difference in differences {
                self.logger.critical("topology differs", metadata: ["difference": .string(difference)])
            }
        }
    }
}
