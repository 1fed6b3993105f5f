import Contracts
import IntakeDomain
import Messaging
import MessagingLive
import Postgres

/// Shows the due date to which a newer calendar has moved the running clock, and why.
struct NoteDueMove: MessageHandler {
    static let consumer: ConsumerName = "intake.note-case-due-moved"
    static let retry = MirrorChange.retry

    func handle(_ event: CaseDueMoved, in tx: Transaction, context: MessageContext) throws {
        let fact = TimelineFact(.dueMoved, at: event.movedAt, day: event.newDueOn, note: event.reason)
        try MirrorChange.apply(event.caseId, fact: fact, context, in: tx) { mirror in
            // Review moves only a clock that runs; the result of one that has ended came with an event before this one.
            if mirror.dueOn == event.oldDueOn { mirror.dueOn = event.newDueOn }
        }
    }
}
