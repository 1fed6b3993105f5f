import Contracts
import Foundation
import IntakeDomain
import Postgres

/// Opens the form's pages: a draft before the first submission, or the last round's form while a correction is wanted.
enum OpenDraft {
    /// - Throws: 404 for a stranger, 409 when it is not the applicant's turn.
    static func find(_ id: CaseID, of person: PersonID, lock: Bool = false, now: Date, in tx: Transaction) throws
        -> DraftStore.Draft
    {
        if let draft = try DraftStore.find(id, lock: lock, in: tx) {
            guard draft.personID == person else { throw CaseProblem.notFound }
            return draft
        }
        guard let submission = try SubmissionStore.find(id, in: tx), submission.personID == person else {
            throw CaseProblem.notFound
        }
        guard let mirror = try MirrorStore.find(id, in: tx), mirror.standing.stage.isApplicantsTurn,
            let version = try SubmissionStore.version(of: id, round: submission.round, in: tx)
        else { throw CaseProblem.notYourTurn }
        try DraftStore.insert(
            DraftStore.Draft(
                caseID: id, personID: person, round: submission.round + 1, content: version.form, report: nil,
                updatedAt: now), now: now, in: tx)
        // Another tab may have been faster; then its draft counts.
        guard let draft = try DraftStore.find(id, lock: lock, in: tx) else { throw CaseProblem.notYourTurn }
        return draft
    }
}
