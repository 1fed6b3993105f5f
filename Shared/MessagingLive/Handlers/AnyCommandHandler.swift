public import Contracts
public import Messaging
import Postgres

/// A ``CommandHandler`` of any command, as a composition root lists them.
public struct AnyCommandHandler: Sendable {
    /// What a decoded command does when it is given a transaction.
    typealias Action = @Sendable (Transaction, CommandContext) throws -> CommandReply

    /// The command's type.
    public let type: MessageType
    /// The handler's name.
    public let consumer: ConsumerName
    /// How technical failures are tried again.
    public let retry: RetryPolicy
    let decode: @Sendable ([UInt8]) throws(Problem) -> Action

    /// Forgets which command it is.
    public init<Handler: CommandHandler>(_ handler: Handler) {
        self.type = Handler.Body.type
        self.consumer = Handler.consumer
        self.retry = Handler.retry
        self.decode = { (body: [UInt8]) throws(Problem) -> Action in
            let command = try ContractJSON.decode(Handler.Body.self, from: body)
            return { tx, context in try handler.handle(command, in: tx, context: context) }
        }
    }

    /// Whether a person's token is required: officers' programs act for a person.
    var needsActor: Bool { CommandCatalogue.sender(of: self.type) == .officer }
}
