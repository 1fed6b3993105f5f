public import Contracts
public import Messaging
import Postgres

/// A ``MessageHandler`` of any event, as a composition root lists them.
public struct AnyEventHandler: Sendable {
    /// What a decoded event does when it is given a transaction.
    typealias Action = @Sendable (Transaction, MessageContext) throws -> Void

    /// The event's type.
    public let type: MessageType
    /// The handler's name.
    public let consumer: ConsumerName
    /// How failures are tried again.
    public let retry: RetryPolicy
    let decode: @Sendable ([UInt8]) throws(Problem) -> Action

    /// Forgets which event it is.
    public init<Handler: MessageHandler>(_ handler: Handler) {
        self.type = Handler.Body.type
        self.consumer = Handler.consumer
        self.retry = Handler.retry
        self.decode = { (body: [UInt8]) throws(Problem) -> Action in
            let event = try ContractJSON.decode(Handler.Body.self, from: body)
            return { tx, context in try handler.handle(event, in: tx, context: context) }
        }
    }
}
