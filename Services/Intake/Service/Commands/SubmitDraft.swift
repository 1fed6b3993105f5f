import Contracts
import Foundation
import IntakeDomain
import Postgres

/// Submits the form of a draft's pages. Pressing the button twice, or fifty times at once, makes one round.
struct SubmitDraft: Sendable {
    let submit: SubmitForm

    /// - Returns: the case after the submission, also when it had been submitted by an earlier press.
    /// - Throws: a ``Problem``.
    func callAsFunction(
        _ id: CaseID, key: IdempotencyKey, by person: PersonID, now: Date, cause: Cause, in tx: Transaction
    ) throws -> SubmissionStore.Submission {
        guard let account = try AccountStore.find(person, in: tx) else { throw CaseProblem.notFound }
        // The draft's row makes parallel presses wait for each other; after the first one it is gone.
        guard let draft = try DraftStore.find(id, lock: true, in: tx), draft.personID == person else {
            guard let known = try SubmissionStore.find(id, in: tx), known.personID == person else {
                throw CaseProblem.notFound
            }
            return known
        }
        let form = try EncodedForm(draft.content)
        let claim = try IdempotencyStore.claim(
            scope: "person:\(person)", key: key.text, contentHash: SubmitForm.hash(form), caseID: id,
            now: now, in: tx)
        guard claim == nil else { throw IdempotencyKey.reused(field: "kunci") }
        let attachments = try AttachmentStore.list(of: id, lock: true, in: tx)
        let known = try SubmissionStore.find(id, lock: true, in: tx)
        let submission: SubmissionStore.Submission
        if let known {
            submission = try self.submit.again(
                form, of: known, by: account, attachments: attachments, now: now, cause: cause, in: tx)
        } else {
            submission = try self.submit.first(
                form, caseID: id, by: account, attachments: attachments, source: .page, now: now,
                cause: cause, in: tx)
        }
        try DraftStore.delete(id, in: tx)
        return submission
    }
}
