public import Contracts
public import Messaging

/// With whom a service compares: who binds its streams, and who publishes those that it binds.
public struct ReconciliationPeers: Hashable, Sendable {
    /// By consumer, the streams of this service that it binds.
    public var consumers: [ServiceName: Set<String>]
    /// By stream that this service binds, its publisher.
    public var publishers: [String: ServiceName]

    /// Peers with everything said.
    public init(consumers: [ServiceName: Set<String>], publishers: [String: ServiceName]) {
        self.consumers = consumers
        self.publishers = publishers
    }

    /// The peers of a service of Layak, as topology and catalogue have them.
    public init(of service: ServiceName, in topology: BrokerTopology = .layak) {
        var owners: [String: ServiceName] = [:]
        for entry in EventCatalogue.all { owners[entry.body.type.stream.name] = entry.publisher }
        self.init(consumers: [:], publishers: [:])
        for consumer in Set(owners.values) {
            for (stream, publisher) in owners where topology.binds(consumer, stream) {
                if publisher == service { self.consumers[consumer, default: []].insert(stream) }
                if consumer == service { self.publishers[stream] = publisher }
            }
        }
    }
}

extension BrokerTopology {
    /// Whether a service's queue of events takes a whole stream.
    fileprivate func binds(_ service: ServiceName, _ stream: String) -> Bool {
        self.bindings.contains {
            $0.exchange == ExchangeName.events && $0.queue == QueueName.events(of: service)
                && $0.routingKey == "\(stream).#"
        }
    }
}
