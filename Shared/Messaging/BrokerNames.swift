public import Contracts

/// The exchanges of the virtual host (`architecture.md` §5).
public enum ExchangeName {
    /// Facts; topic.
    public static let events = "layak.events"
    /// Requests; topic.
    public static let commands = "layak.commands"
    /// Answers to requests; direct.
    public static let replies = "layak.replies"
    /// Work that arrives at an office; topic.
    public static let worklists = "layak.worklists"
    /// Updates of complaints for the channel that they came from; topic.
    public static let channels = "layak.channels"
    /// What publishers and consumers compare; topic, `<receiver>.<sender>`.
    public static let reconciliation = "layak.reconciliation"
    /// What the broker itself gives up, under the name of the queue that it came from; direct. Nobody may publish there,
    /// so that name is the broker's own word.
    public static let parking = "layak.parking"
}

/// The queues of a service.
public enum QueueName {
    /// The facts that a service acts on.
    public static func events(of service: ServiceName) -> String { "\(service).events" }
    /// The requests that a service carries out.
    public static func commands(of service: ServiceName) -> String { "\(service).commands" }
    /// What the broker itself gave up.
    public static func parking(of service: ServiceName) -> String { "\(service).parking" }
}
