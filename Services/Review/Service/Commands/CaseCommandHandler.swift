import Contracts
import Messaging
import MessagingLive
import Postgres

/// Carries out a command that arrives over AMQP.
struct CaseCommandHandler<Action: CaseAction>: CommandHandler {
    static var consumer: ConsumerName { Action.consumer }
    static var retry: RetryPolicy { .exponential(attempts: 5, from: .seconds(1), to: .seconds(30)) }

    let office: ReviewOffice

    func handle(_ command: Action.Body, in tx: Transaction, context: CommandContext) throws -> CommandReply {
        guard let actor = context.actor else { throw Problem.unauthenticated }
        let desk = CaseDesk(
            tx: tx, office: self.office, now: context.now, identifiers: context.identifiers,
            causedBy: context.envelope)
        return try desk.carryOut(Action.self, command, by: actor)
    }
}
