import Messaging

/// The definitions file of RabbitMQ, as its management plugin and `rabbitmqctl import_definitions` read it.
struct BrokerDefinitions: Encodable {
    struct User: Encodable {
        let name: String
        let password_hash: String?
        let hashing_algorithm = "rabbit_password_hashing_sha256"
        let tags: [String] = []
    }

    struct VirtualHost: Encodable { let name: String }

    struct Permission: Encodable {
        let user: String
        let vhost: String
        let configure: String
        let write: String
        let read: String
    }

    struct TopicPermission: Encodable {
        let user: String
        let vhost: String
        let exchange: String
        let write: String
        let read: String
    }

    struct Policy: Encodable {
        enum CodingKeys: String, CodingKey {
            case vhost, name, pattern, definition, priority
            case applyTo = "apply-to"
        }
        let vhost: String
        let name: String
        let pattern: String
        let applyTo = "queues"
        let definition: [String: Setting]
        let priority = 10
    }

    struct Queue: Encodable {
        let name: String
        let vhost: String
        let durable = true
        let auto_delete = false
        let arguments: [String: String]
    }

    struct Exchange: Encodable {
        let name: String
        let vhost: String
        let type: String
        let durable = true
        let auto_delete = false
        let `internal` = false
        let arguments: [String: String] = [:]
    }

    struct Binding: Encodable {
        let source: String
        let vhost: String
        let destination: String
        let destination_type = "queue"
        let routing_key: String
        let arguments: [String: String] = [:]
    }

    enum Setting: Encodable {
        case text(String)
        case number(Int)

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            }
        }
    }

    let vhosts: [VirtualHost]
    let users: [User]
    let permissions: [Permission]
    let topic_permissions: [TopicPermission]
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
                definition: policy.definition.mapValues { setting in
                    switch setting {
                    case .text(let text): .text(text)
                    case .number(let number): .number(number)
                    }
                })
        }
        self.queues = topology.queues.map { Queue(name: $0.name, vhost: vhost, arguments: $0.arguments) }
        self.exchanges = topology.exchanges.map { Exchange(name: $0.name, vhost: vhost, type: $0.kind) }
        self.bindings = topology.bindings.map {
            Binding(source: $0.exchange, vhost: vhost, destination: $0.queue, routing_key: $0.routingKey)
        }
    }
}
