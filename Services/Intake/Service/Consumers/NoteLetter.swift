import Contracts
import IntakeDomain
import Messaging
import MessagingLive
import Postgres

/// Shows the letter to its applicant and the recommendation to everybody.
struct NoteLetter: MessageHandler {
    static let consumer: ConsumerName = "intake.note-case-letter-issued"
    static let retry = MirrorChange.retry

    func handle(_ event: CaseLetterIssued, in tx: Transaction, context: MessageContext) throws {
        let fact = TimelineFact(
            .letterIssued, at: event.issuedAt, unit: event.unit, number: event.recommendationNumber)
        try MirrorChange.apply(event.caseId, fact: fact, context, in: tx) { mirror in
            guard mirror.advance(to: .feasible) else { return }
            mirror.letterID = event.letterId
            mirror.letterNumber = event.letterNumber
            mirror.recommendationNumber = event.recommendationNumber
            mirror.verificationCode = event.verificationCode
            mirror.decidedAt = event.issuedAt
            mirror.dueOn = nil
        }
        // A recommended form is not answered again, so the latest round is the one that was recommended.
        let form = try SubmissionStore.find(event.caseId, in: tx).flatMap {
            try SubmissionStore.version(of: event.caseId, round: $0.round, in: tx)?.form
        }
        try CatalogueStore.insert(
            CatalogueStore.Entry(
                caseID: event.caseId, title: event.title, year: event.year, institution: event.institution,
                unit: event.unit, recommendationNumber: event.recommendationNumber,
                verificationCode: event.verificationCode, issuedAt: event.issuedAt),
            sketch: form.map { ActivitySketch($0) }, in: tx)
    }
}
