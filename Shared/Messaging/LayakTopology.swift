import Contracts

extension BrokerTopology {
    /// The topology of Layak on a broker of one node.
    public static let layak = BrokerTopology.layak(nodes: 1)

    /// The topology of Layak (`architecture.md` §4 and §5).
    ///
    /// Policies, bindings and rights are the same for any number of nodes; each queue keeps a replica on as many of them as
    /// are said. That can never change once a queue is declared: a replica more is added by `rabbitmq-queues grow`.
    ///
    /// - Parameter nodes: how many nodes the broker has, odd, so that a majority is always clear.
    public static func layak(nodes: Int) -> BrokerTopology {
        BrokerTopology(
            virtualHost: "layak",
            exchanges: [
                Exchange(name: ExchangeName.events, kind: "topic"),
                Exchange(name: ExchangeName.commands, kind: "topic"),
                Exchange(name: ExchangeName.replies, kind: "direct"),
                Exchange(name: ExchangeName.worklists, kind: "topic"),
                Exchange(name: ExchangeName.channels, kind: "topic"),
                Exchange(name: ExchangeName.reconciliation, kind: "topic"),
                Exchange(name: ExchangeName.parking, kind: "direct"),
            ],
            queues: queueNames.map { Queue(name: $0, arguments: queueArguments(nodes: nodes)) },
            bindings: eventBindings + commandBindings + reconciliationBindings + parkingBindings + outsideBindings,
            policies: workQueues.map(workPolicy) + [parkingPolicy, outsidePolicy],
            users: serviceUsers + outsideUsers)
    }

    private static func queueArguments(nodes: Int) -> [String: Setting] {
        var arguments: [String: Setting] = ["x-queue-type": .text("quorum")]
        if nodes > 1 { arguments["x-quorum-initial-group-size"] = .number(nodes) }
        return arguments
    }

    private static let services: [ServiceName] = [.intake, .review, .notify, .rating]

    // MARK: - Queues

    private static let queueNames: [String] =
        workQueues.map(\.name) + services.map(QueueName.parking) + outsideQueueNames

    /// The queues that services work through, with whose they are.
    private static let workQueues: [(service: ServiceName, name: String)] =
        services.map { ($0, QueueName.events(of: $0)) }
        + commandStreams.map { ($0.service, QueueName.commands(of: $0.service)) }

    /// Queues of programs outside: the portal front end, the demo's office, the program of the complaint channels, the
    /// read-only observer.
    private static let outsideQueueNames = [
        "portal.replies", "office.6104", "office.6104.replies", "complaints.replies", "complaints.channels",
        "observer.events",
    ]

    // MARK: - Bindings

    /// A queue binds a whole stream or none of it.
    private static let eventStreams: [(service: ServiceName, streams: [StreamName])] = [
        (.intake, ["case", "delivery", "rating"]),
        (.review, ["submission", "visit", "standard", "delivery", "rating"]),
        (.notify, ["contact", "standard", "case", "visit", "complaint"]),
        (.rating, ["standard", "calendar", "case", "delivery"]),
    ]

    /// What a service carries out, by the first word of the command.
    private static let commandStreams: [(service: ServiceName, words: [String])] = [
        (.intake, ["submission"]), (.review, ["case"]), (.rating, ["complaint"]),
    ]

    /// The streams that each service alone publishes.
    private static let publishedStreams: [(service: ServiceName, streams: [StreamName])] = [
        (.intake, ["submission", "visit", "account", "contact", "standard"]),
        (.review, ["case", "calendar"]),
        (.notify, ["notice", "delivery"]),
        (.rating, ["rating", "complaint"]),
    ]

    private static let eventBindings = eventStreams.flatMap { service, streams in
        streams.map { stream in
            Binding(exchange: ExchangeName.events, queue: QueueName.events(of: service), routingKey: "\(stream).#")
        }
    }

    private static let commandBindings = commandStreams.flatMap { service, words in
        words.map { word in
            Binding(exchange: ExchangeName.commands, queue: QueueName.commands(of: service), routingKey: "\(word).#")
        }
    }

    /// Into the queue of events, so that what is compared has gone before.
    private static let reconciliationBindings = services.map { service in
        Binding(exchange: ExchangeName.reconciliation, queue: QueueName.events(of: service), routingKey: "\(service).*")
    }

    /// By the name of the queue that the broker gave it up from.
    private static let parkingBindings = workQueues.map { service, name in
        Binding(exchange: ExchangeName.parking, queue: QueueName.parking(of: service), routingKey: name)
    }

    /// The observer sees every stream but `contact`, which only Notify may read.
    private static let outsideBindings =
        publishedStreams.flatMap(\.streams).filter { $0 != "contact" }.map { stream in
            Binding(exchange: ExchangeName.events, queue: "observer.events", routingKey: "\(stream).#")
        } + [
            Binding(exchange: ExchangeName.worklists, queue: "office.6104", routingKey: "unit.6104.#"),
            Binding(exchange: ExchangeName.replies, queue: "portal.replies", routingKey: "portal.replies"),
            Binding(exchange: ExchangeName.replies, queue: "office.6104.replies", routingKey: "office.6104.replies"),
            Binding(exchange: ExchangeName.replies, queue: "complaints.replies", routingKey: "complaints.replies"),
            Binding(exchange: ExchangeName.channels, queue: "complaints.channels", routingKey: "channel.#"),
        ]

    // MARK: - Policies

    /// A message that was lent 20 times in vain goes to the service's parking; a full queue refuses, it never drops.
    private static func workPolicy(_ service: ServiceName, _ queue: String) -> Policy {
        Policy(
            name: "work-\(queue)", pattern: "^\(queue.replacing(".", with: "\\."))$",
            definition: [
                "delivery-limit": .number(20), "max-length": .number(500_000), "overflow": .text("reject-publish"),
                "dead-letter-exchange": .text(ExchangeName.parking), "dead-letter-routing-key": .text(queue),
                "dead-letter-strategy": .text("at-least-once"),
            ])
    }

    /// RabbitMQ 4 drops what was returned 20 times when nothing else is said, and what is parked has nowhere else to go.
    private static let neverReached = Setting.number(1_000_000)

    private static let parkingPolicy = Policy(
        name: "parking", pattern: "^(intake|review|notify|rating)\\.parking$",
        definition: [
            "max-length": .number(100_000), "overflow": .text("reject-publish"), "delivery-limit": neverReached,
        ])

    /// A program outside that does not read must not stop Layak: the oldest go first, and none stays longer than 7 days.
    private static let outsidePolicy = Policy(
        name: "outside", pattern: "^(portal|office|complaints|observer)\\.",
        definition: [
            "max-length": .number(50_000), "overflow": .text("drop-head"), "message-ttl": .number(604_800_000),
            "delivery-limit": neverReached,
        ])

    // MARK: - Users

    private static let nothing = "^$"

    private static let serviceUsers = publishedStreams.map { service, streams in
        User(
            name: service.name, configure: nothing, write: "^layak\\.(\(exchangesWritten(by: service)))$",
            read: "^\(service)\\.(events|commands|parking)$",
            topics: [
                TopicPermission(
                    exchange: ExchangeName.events,
                    write: "^(\(streams.map(\.name).joined(separator: "|")))\\.", read: nothing),
                TopicPermission(
                    exchange: ExchangeName.reconciliation, write: "^[a-z]+\\.\(service)$", read: nothing),
            ] + ownTopics(of: service))
    }

    private static func exchangesWritten(by service: ServiceName) -> String {
        switch service {
        case .review: "events|replies|worklists|reconciliation"
        case .rating: "events|replies|channels|reconciliation"
        case .notify: "events|reconciliation"
        default: "events|replies|reconciliation"
        }
    }

    private static func ownTopics(of service: ServiceName) -> [TopicPermission] {
        switch service {
        case .review: [TopicPermission(exchange: ExchangeName.worklists, write: "^unit\\.", read: nothing)]
        case .rating: [TopicPermission(exchange: ExchangeName.channels, write: "^channel\\.", read: nothing)]
        default: []
        }
    }

    private static let outsideUsers = [
        User(name: "deploy", configure: ".*", write: ".*", read: ".*", topics: []),
        User(
            name: "portal", configure: nothing, write: "^layak\\.commands$", read: "^portal\\.replies$",
            topics: [TopicPermission(exchange: ExchangeName.commands, write: "^submission\\.", read: nothing)],
            program: CommandProgram(.portal, replies: "portal.replies")),
        User(
            name: "office-6104", configure: nothing, write: "^layak\\.commands$",
            read: "^office\\.6104(\\.replies)?$",
            topics: [TopicPermission(exchange: ExchangeName.commands, write: "^case\\.", read: nothing)],
            program: CommandProgram(.officer, replies: "office.6104.replies")),
        User(
            name: "complaints", configure: nothing, write: "^layak\\.commands$",
            read: "^complaints\\.(replies|channels)$",
            topics: [TopicPermission(exchange: ExchangeName.commands, write: "^complaint\\.", read: nothing)],
            program: CommandProgram(.complaintChannel, replies: "complaints.replies")),
        User(name: "observer", configure: nothing, write: nothing, read: "^observer\\.events$", topics: []),
    ]
}
