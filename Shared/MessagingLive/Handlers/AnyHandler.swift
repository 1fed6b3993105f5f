public import Contracts
public import Messaging
import Postgres

/// A handler of any message, as a composition root lists them; what it gets besides the body is its context.
public struct AnyHandler<Context, Outcome>: Sendable {
    /// What a decoded message does when it is given a transaction.
    typealias Action = @Sendable (Transaction, Context) throws -> Outcome

    /// The message's type.
    public let type: MessageType
    /// The handler's name.
    public let consumer: ConsumerName
    /// How technical failures are tried again.
    public let retry: RetryPolicy
    let decode: @Sendable ([UInt8]) throws(Problem) -> Action

    private init<Body: MessageBody>(
        _ consumer: ConsumerName, _ retry: RetryPolicy,
        _ handle: @escaping @Sendable (Body, Transaction, Context) throws -> Outcome
    ) {
        self.type = Body.type
        self.consumer = consumer
        self.retry = retry
        self.decode = { (bytes: [UInt8]) throws(Problem) -> Action in
            let body = try ContractJSON.decode(Body.self, from: bytes)
            return { tx, context in try handle(body, tx, context) }
        }
    }
}

/// A ``MessageHandler`` of any event.
public typealias AnyEventHandler = AnyHandler<MessageContext, Void>

extension AnyEventHandler {
    /// Forgets which event it is.
    public init<Handler: MessageHandler>(_ handler: Handler) {
        self.init(Handler.consumer, Handler.retry) { (event: Handler.Body, tx, context) in
            try handler.handle(event, in: tx, context: context)
        }
    }
}

/// A ``CommandHandler`` of any command.
public typealias AnyCommandHandler = AnyHandler<CommandContext, CommandReply>

extension AnyCommandHandler {
    /// Forgets which command it is.
    public init<Handler: CommandHandler>(_ handler: Handler) {
        self.init(Handler.consumer, Handler.retry) { (command: Handler.Body, tx, context) in
            try handler.handle(command, in: tx, context: context)
        }
    }

    /// Whether a person's token is required: officers' programs act for a person.
    var needsActor: Bool { CommandCatalogue.sender(of: self.type) == .officer }
}
