public import Contracts

/// Everything that the broker has to have, as pure data: names, queues, bindings, policies, users and their rights.
///
/// `layak broker` turns it into a definitions file or declares it; services check the queues and exchanges when they start.
public struct BrokerTopology: Hashable, Sendable {
    /// An exchange; always durable.
    public struct Exchange: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// `topic` or `direct`.
        public let kind: String
    }

    /// A queue; always durable.
    public struct Queue: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// What can never change once it is declared; everything else is in a policy.
        public let arguments: [String: Setting]
    }

    /// What a queue takes from an exchange.
    public struct Binding: Hashable, Sendable {
        /// The exchange.
        public let exchange: String
        /// The queue.
        public let queue: String
        /// The key; a pattern for topic exchanges.
        public let routingKey: String
    }

    /// A value in a policy or among the arguments of a queue.
    public enum Setting: Hashable, Sendable {
        /// A word.
        case text(String)
        /// A number: messages, milliseconds, times or nodes, as the key says.
        case number(Int)
    }

    /// Limits of queues that can be changed while they run. Only one applies to a queue.
    public struct Policy: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// The queues, as a regular expression of their names.
        public let pattern: String
        /// What it says.
        public let definition: [String: Setting]
    }

    /// What a user may do with one topic exchange; regular expressions of routing keys.
    public struct TopicPermission: Hashable, Sendable {
        /// The exchange.
        public let exchange: String
        /// Keys that may be published.
        public let write: String
        /// Keys that may be bound.
        public let read: String
    }

    /// A program outside that sends commands.
    public struct CommandProgram: Hashable, Sendable {
        /// As what it sends; the catalogue of commands says which ones that are.
        public let sender: CommandCatalogue.Sender
        /// The queue of its answers, which it alone reads; the only `reply_to` that it may name.
        public let replies: String

        /// A program of this kind that reads its answers there.
        public init(_ sender: CommandCatalogue.Sender, replies: String) {
            self.sender = sender
            self.replies = replies
        }
    }

    /// A program that connects, never a person. The rights are regular expressions of names.
    public struct User: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// What it may declare and delete.
        public let configure: String
        /// Where it may publish.
        public let write: String
        /// What it may consume.
        public let read: String
        /// Limits on topic exchanges; on one that is not named, the rights above alone decide.
        public let topics: [TopicPermission]
        /// What it may ask for over AMQP; `nil` for a program that sends no commands.
        public let program: CommandProgram?

        init(
            name: String, configure: String, write: String, read: String, topics: [TopicPermission],
            program: CommandProgram? = nil
        ) {
            self.name = name
            self.configure = configure
            self.write = write
            self.read = read
            self.topics = topics
            self.program = program
        }
    }

    /// The virtual host that all of it belongs to.
    public let virtualHost: String
    /// All exchanges.
    public let exchanges: [Exchange]
    /// All queues.
    public let queues: [Queue]
    /// All bindings.
    public let bindings: [Binding]
    /// All policies.
    public let policies: [Policy]
    /// All users.
    public let users: [User]

    /// The queues to which an exchange routes a key.
    public func queues(exchange: String, routingKey: String) -> Set<String> {
        let kind = self.exchanges.first { $0.name == exchange }?.kind
        return Set(
            self.bindings.filter { binding in
                guard binding.exchange == exchange else { return false }
                return kind == "topic"
                    ? TopicPattern(binding.routingKey).matches(routingKey) : binding.routingKey == routingKey
            }.map(\.queue))
    }
}
