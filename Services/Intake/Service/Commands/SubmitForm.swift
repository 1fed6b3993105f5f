import Standards
import Contracts
import Crypto
import Foundation
import IntakeDomain
import MessagingLive
import Postgres

/// Accepts a filled form: the one place for pages, API and AMQP. Everything it writes is one transaction's.
struct SubmitForm: Sendable {
    let acceptance: FormAcceptance
    let findSimilar: FindSimilar
    let identifiers: IdentifierSource

    /// A submission that came with a key: the same key never makes a second case or a second round.
    ///
    /// - Parameters:
    ///   - caseID: the account's case that the submission continues; `nil` for a new case.
    ///   - scope: whose keys are told apart: one person's, or the portal's.
    ///   - field: the name by which the sender knows the key.
    /// - Returns: the submission, and whether it is new.
    /// - Throws: a ``Problem``; nothing is kept then, not even the key. 404 when the case is not this account's, 409
    ///   when it is not the applicant's turn.
    func once(
        _ content: FormContent, continuing caseID: CaseID? = nil, key: IdempotencyKey, scope: String, field: String,
        by account: Account, source: SubmissionStore.Source, now: Date, cause: Cause, in tx: Transaction
    ) throws -> (submission: SubmissionStore.Submission, isNew: Bool) {
        if let caseID {
            guard try SubmissionStore.find(caseID, in: tx)?.personID == account.personID else {
                throw CaseProblem.notFound
            }
            // Locks come in the order of the pages: the draft, then the key, then the submission.
            _ = try DraftStore.find(caseID, lock: true, in: tx)
        }
        let id = caseID ?? self.identifiers.next(at: now, as: Kind.Case.self)
        let form = try EncodedForm(content)
        let hash = Self.hash(form, continuing: caseID)
        let claim = try IdempotencyStore.claim(
            scope: scope, key: key.text, contentHash: hash, caseID: id, now: now, in: tx)
        if let claim {
            guard claim.contentHash == hash, let known = try SubmissionStore.find(claim.caseID, in: tx),
                known.personID == account.personID
            else { throw IdempotencyKey.reused(field: field) }
            return (known, false)
        }
        guard caseID != nil else {
            let submission = try self.first(
                form, caseID: id, by: account, attachments: [], source: source, now: now, cause: cause, in: tx)
            return (submission, true)
        }
        guard let known = try SubmissionStore.find(id, lock: true, in: tx) else { throw CaseProblem.notFound }
        let submission = try self.again(
            form, of: known, by: account, attachments: try AttachmentStore.list(of: id, lock: true, in: tx),
            now: now, cause: cause, in: tx)
        // A draft of this round that was begun on the pages has been overtaken.
        try DraftStore.delete(id, in: tx)
        return (submission, true)
    }

    /// The first round of a case.
    func first(
        _ form: EncodedForm, caseID: CaseID, by account: Account, attachments: [AttachmentReference],
        source: SubmissionStore.Source, now: Date, cause: Cause, in tx: Transaction
    ) throws -> SubmissionStore.Submission {
        let accepted = try self.acceptance.accept(form)
        guard let unit = self.acceptance.units.unit(accepted.unit) else { throw Problem.internal }
        // Before the counter's row is locked, which others wait for.
        let similar = self.findSimilar.orNothing(accepted.form.content, in: tx)
        let today = Day(of: now, offset: unit.zone.offset)
        // Without a published standard nothing can be promised; it is published when the service starts.
        guard let (number, standard) = try CaseCounter.next(unit: unit.code, on: today, in: tx) else {
            throw Problem.unavailable(retryAfter: 30)
        }
        let institution = accepted.form.content.answers["1.1"]?.string ?? account.institution ?? ""
        let submission = SubmissionStore.Submission(
            caseID: caseID, number: number.description, personID: account.personID, unit: unit.code,
            standard: standard, title: accepted.title, year: accepted.year, institution: institution,
            regions: accepted.regions, source: source, round: 1, firstSubmittedAt: now, submittedAt: now)
        try SubmissionStore.insert(submission, in: tx)
        try SubmissionStore.insert(
            accepted.form, attachments: attachments, at: now, of: caseID,
            round: 1, in: tx)
        try MirrorStore.insert(
            MirrorStore.Mirror(standing: CaseStanding(round: 1, stage: .submitted)), of: caseID, now: now, in: tx)
        let event = SubmissionSubmitted(
            caseId: caseID, caseNumber: submission.number, round: 1, unit: unit.code, standard: standard,
            applicant: Self.applicant(account, institution), title: submission.title, year: submission.year,
            regions: accepted.regions.map(\.text), form: accepted.form.content, attachments: attachments,
            submittedAt: now, similar: similar)
        let message = try Outbox.append(
            event, at: now, by: .intake, ids: self.identifiers, causedBy: cause.envelope,
            traceparent: cause.traceparent, json: event.json(holding: accepted.form), in: tx)
        try TimelineStore.insert(TimelineFact(.submitted, at: now, round: 1), of: caseID, message: message, in: tx)
        return submission
    }

    /// A further round, after an officer's remarks. Unit, number and standard stay.
    func again(
        _ form: EncodedForm, of known: SubmissionStore.Submission, by account: Account,
        attachments: [AttachmentReference], now: Date, cause: Cause, in tx: Transaction
    ) throws -> SubmissionStore.Submission {
        guard var mirror = try MirrorStore.find(known.caseID, lock: true, in: tx),
            mirror.standing.stage.isApplicantsTurn
        else { throw CaseProblem.notYourTurn }
        let accepted = try self.acceptance.accept(form)
        let similar = self.findSimilar.orNothing(accepted.form.content, in: tx)
        var submission = known
        submission.round += 1
        submission.title = accepted.title
        submission.year = accepted.year
        submission.institution = accepted.form.content.answers["1.1"]?.string ?? known.institution
        submission.regions = accepted.regions
        submission.submittedAt = now
        try SubmissionStore.update(submission, in: tx)
        try SubmissionStore.insert(
            accepted.form, attachments: attachments, at: now,
            of: known.caseID, round: submission.round, in: tx)
        mirror.standing = CaseStanding(round: submission.round, stage: .resubmitted)
        mirror.dueOn = nil
        mirror.answerBy = nil
        try MirrorStore.update(mirror, of: known.caseID, now: now, in: tx)
        let event = SubmissionResubmitted(
            caseId: known.caseID, caseNumber: submission.number, round: submission.round, unit: submission.unit,
            standard: submission.standard, applicant: Self.applicant(account, submission.institution),
            title: submission.title, year: submission.year, regions: accepted.regions.map(\.text),
            form: accepted.form.content, attachments: attachments, submittedAt: now, similar: similar)
        let message = try Outbox.append(
            event, at: now, by: .intake, ids: self.identifiers, causedBy: cause.envelope,
            traceparent: cause.traceparent, json: event.json(holding: accepted.form), in: tx)
        try TimelineStore.insert(
            TimelineFact(.resubmitted, at: now, round: submission.round), of: known.caseID, message: message, in: tx)
        return submission
    }

    /// What a key stands for: the form, and the case that it continues.
    static func hash(_ form: EncodedForm, continuing caseID: CaseID? = nil) -> [UInt8] {
        let suffix = caseID.map { Array($0.description.utf8) } ?? []
        return Array(SHA256.hash(data: form.json + suffix))
    }

    private static func applicant(_ account: Account, _ organiser: String) -> Applicant {
        Applicant(
            personId: account.personID, name: Personal(account.name), institution: account.institution ?? organiser)
    }
}
