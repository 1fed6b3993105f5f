import Contracts
import Messaging

/// The definitions file of RabbitMQ, as its management plugin and `rabbitmqctl` read and write it.
struct BrokerDefinitions: Codable {
    struct User: Codable, Hashable {
        let name: String
        var password_hash: String?
        var hashing_algorithm: String? = "rabbit_password_hashing_sha256"
        var tags: [String] = []
    }

    struct VirtualHost: Codable, Hashable { let name: String }

    struct Permission: Codable, Hashable {
        let user: String
        let vhost: String
        let configure: String
        let write: String
        let read: String
    }

    struct TopicPermission: Codable, Hashable {
        let user: String
        let vhost: String
        let exchange: String
        let write: String
        let read: String
    }

    struct Policy: Codable, Hashable {
        enum CodingKeys: String, CodingKey {
            case vhost, name, pattern, definition, priority
            case applyTo = "apply-to"
        }
        let vhost: String
        let name: String
        let pattern: String
        var applyTo = "queues"
        let definition: [String: JSONValue]
        var priority = 10
    }

    struct Queue: Codable, Hashable {
        let name: String
        let vhost: String
        var durable = true
        var auto_delete = false
        let arguments: [String: JSONValue]
    }

    struct Exchange: Codable, Hashable {
        let name: String
        let vhost: String
        let type: String
        var durable = true
        var auto_delete = false
        var `internal` = false
        var arguments: [String: JSONValue] = [:]
    }

    struct Binding: Codable, Hashable {
        let source: String
        let vhost: String
        let destination: String
        var destination_type = "queue"
        let routing_key: String
        var arguments: [String: JSONValue] = [:]
    }

    /// A setting of a plugin or an operator's policy; Layak has none, so that each one found is a difference.
    struct Parameter: Codable, Hashable {
        let component: String
        let vhost: String
        let name: String
    }

    let vhosts: [VirtualHost]
    var users: [User]
    var permissions: [Permission]
    let topic_permissions: [TopicPermission]
    var parameters: [Parameter] = []
    let policies: [Policy]
    let queues: [Queue]
    let exchanges: [Exchange]
    let bindings: [Binding]

    /// - Parameter passwordHashes: by user; a user without one is written without.
    init(_ topology: BrokerTopology, passwordHashes: [String: String]) {
        let vhost = topology.virtualHost
        self.vhosts = [VirtualHost(name: vhost)]
        self.users = topology.users.map { User(name: $0.name, password_hash: passwordHashes[$0.name]) }
        self.permissions = topology.users.map {
            Permission(user: $0.name, vhost: vhost, configure: $0.configure, write: $0.write, read: $0.read)
        }
        self.topic_permissions = topology.users.flatMap { user in
            user.topics.map {
                TopicPermission(
                    user: user.name, vhost: vhost, exchange: $0.exchange, write: $0.write, read: $0.read)
            }
        }
        self.policies = topology.policies.map { policy in
            Policy(
                vhost: vhost, name: policy.name, pattern: policy.pattern,
                definition: policy.definition.mapValues { JSONValue($0) })
        }
        self.queues = topology.queues.map {
            Queue(name: $0.name, vhost: vhost, arguments: $0.arguments.mapValues { JSONValue($0) })
        }
        self.exchanges = topology.exchanges.map { Exchange(name: $0.name, vhost: vhost, type: $0.kind) }
        self.bindings = topology.bindings.map {
            Binding(source: $0.exchange, vhost: vhost, destination: $0.queue, routing_key: $0.routingKey)
        }
    }
}

extension BrokerDefinitions.Exchange {
    /// `rabbitmqctl export_definitions` leaves `internal` out, the management API writes it.
    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.name = try values.decode(String.self, forKey: .name)
        self.vhost = try values.decode(String.self, forKey: .vhost)
        self.type = try values.decode(String.self, forKey: .type)
        self.durable = try values.decode(Bool.self, forKey: .durable)
        self.auto_delete = try values.decode(Bool.self, forKey: .auto_delete)
        self.internal = try values.decodeIfPresent(Bool.self, forKey: .internal) ?? false
        self.arguments = try values.decode([String: JSONValue].self, forKey: .arguments)
    }
}

extension JSONValue {
    fileprivate init(_ setting: BrokerTopology.Setting) {
        self =
            switch setting {
            case .text(let text): .string(text)
            case .number(let number): .integer(number)
            }
    }
}
