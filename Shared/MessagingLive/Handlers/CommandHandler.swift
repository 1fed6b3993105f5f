public import Contracts
public import Messaging
public import Postgres

/// Carries out one kind of command that arrives over AMQP.
public protocol CommandHandler: Sendable {
    /// The command.
    associatedtype Body: Command
    /// The name under which it is logged and measured.
    static var consumer: ConsumerName { get }
    /// How technical failures are tried again. After the last one the sender gets a refusal.
    static var retry: RetryPolicy { get }

    /// Runs inside the transaction that also keeps the reply.
    ///
    /// Throwing a ``Contracts/Problem`` refuses the command: what the handler wrote is rolled back, and the problem is the
    /// reply. Throwing anything else is a technical failure and is tried again.
    func handle(_ command: Body, in tx: Transaction, context: CommandContext) throws -> CommandReply
}
