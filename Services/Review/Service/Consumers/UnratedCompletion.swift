import Contracts
import Foundation
import MessagingLive
import Postgres
import ReviewDomain

/// Completes a case fourteen days after delivery when nobody has rated it.
enum UnratedCompletion {
    static let timer = "review.complete-unrated"

    /// Starts the wait.
    static func arm(_ subject: Case, deliveredAt: Date, in tx: Transaction) throws {
        try Timers.arm(
            name: self.timer, subject: subject.id.description,
            due: deliveredAt.addingTimeInterval(Double(Case.daysToRate) * 86_400), in: tx)
    }

    /// Ends the wait of a case that is completed.
    static func disarm(_ subject: Case, in tx: Transaction) throws {
        try Timers.cancel(name: self.timer, subject: subject.id.description, in: tx)
    }

    /// What happens at the end of the wait.
    static func handler(_ office: ReviewOffice, identifiers: IdentifierSource) -> TimerHandler {
        TimerHandler(name: self.timer) { timer, tx, now in
            guard let id = CaseID(timer.subject), var subject = try CaseStore.find(id, .toChange(seen: nil), in: tx)
            else {
                return
            }
            let desk = CaseDesk(tx: tx, office: office, now: now, identifiers: identifiers)
            let before = subject.state
            guard subject.completeUnrated(at: desk.now) else { return }
            try desk.keep(subject, movedFrom: before)
        }
    }
}
