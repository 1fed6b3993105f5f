import AMQP
import Contracts
import Messaging

extension Topology {
    /// What one service needs to be there: all exchanges, and its own queues.
    init(_ topology: BrokerTopology, for service: ServiceName) {
        self.init(
            exchanges: topology.exchanges.map { Exchange(name: $0.name, kind: $0.kind) },
            queues: topology.queues.filter { $0.name.hasPrefix("\(service).") }.map { Queue(name: $0.name) })
    }
}
