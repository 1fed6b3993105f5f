import AMQP
import Messaging

extension Topology {
    /// What can be declared over AMQP: exchanges, queues and bindings.
    init(_ topology: BrokerTopology) {
        self.init(
            exchanges: topology.exchanges.map { Exchange(name: $0.name, kind: $0.kind) },
            queues: topology.queues.map { queue in
                Queue(name: queue.name, arguments: queue.arguments.mapValues { AMQPValue($0) })
            },
            bindings: topology.bindings.map {
                Binding(exchange: $0.exchange, queue: $0.queue, routingKey: $0.routingKey)
            })
    }
}

extension AMQPValue {
    fileprivate init(_ setting: BrokerTopology.Setting) {
        self =
            switch setting {
            case .text(let text): .string(text)
            case .number(let number): .int64(Int64(number))
            }
    }
}
