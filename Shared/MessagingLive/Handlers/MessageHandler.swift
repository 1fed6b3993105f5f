public import Contracts
public import Messaging
public import Postgres

/// Acts on one kind of event. Inbox, order, transaction, retry, trace, metrics and ack are written once, around it.
public protocol MessageHandler: Sendable {
    /// The event.
    associatedtype Body: Event
    /// The name under which the inbox remembers it; never changed.
    static var consumer: ConsumerName { get }
    /// How failures are tried again.
    static var retry: RetryPolicy { get }

    /// Runs inside the inbox's transaction: what it writes and the memory of having written it are one commit.
    ///
    /// It loads its own current state and returns quietly when that is no longer the expected one. Throwing anything
    /// rolls everything back and is tried again; throwing ``Messaging/Parkable`` parks the message at once.
    func handle(_ event: Body, in tx: Transaction, context: MessageContext) throws
}
