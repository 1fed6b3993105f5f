import Contracts
import Foundation
import NotifyDomain
import Postgres

/// A mail with a one-time link that has been begun and must be concluded.
struct StartedProofMail: Sendable {
    var proofID: ContactProofID
    var kind: NoticeKind
    var templateVersion: Int
    var email: Personal<String>
    var expiresAt: Date
    /// The number of this attempt.
    var attempt: Int
    var startedAt: Date
    /// Of this mail, whatever the attempt.
    var messageID: String { "\(self.proofID).proof" }
}

/// Mails with one-time links: the same three steps as for notices, in one row each. The link is not in it, and the address
/// only until the mail is over.
struct ProofMailStore: Sendable {
    let schedule: MailSchedule
    /// How long after its beginning an attempt without an outcome is in doubt.
    let patience: TimeInterval

    static func keep(_ event: ContactProofRequested, templateVersion: Int, now: Date, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO proof_mail
              (proof_id, person_id, kind, template_version, email, expires_at, state, next_attempt_at, changed_at)
            VALUES (\(event.proofId.uuid), \(event.personId.uuid), \(NoticeKind(event.purpose)), \(templateVersion),
                    \(event.email.reveal()), \(event.expiresAt), \(ObligationState.waiting), \(now), \(now))
            ON CONFLICT DO NOTHING
            """)
    }

    /// Takes the next mail that is due and still of use, so that no other node takes it.
    func begin(now: Date, in tx: Transaction) throws -> StartedProofMail? {
        let due = try tx.first(
            """
            SELECT proof_id, kind, template_version, email, expires_at, state, attempts, next_attempt_at FROM proof_mail
             WHERE state = 'waiting' AND next_attempt_at <= \(now) AND expires_at > \(now)
             ORDER BY next_attempt_at, proof_id LIMIT 1
               FOR UPDATE SKIP LOCKED
            """
        ) { row in
            (
                mail: StartedProofMail(
                    proofID: ContactProofID(try row.get("proof_id")), kind: try row.get("kind"),
                    templateVersion: try row.get("template_version"),
                    email: Personal(try row.get("email", as: String.self)), expiresAt: try row.get("expires_at"),
                    attempt: 0, startedAt: now),
                progress: try Self.progress(row)
            )
        }
        guard var due else { return nil }
        try due.progress.begin(at: now)
        due.mail.attempt = due.progress.attempts
        try tx.execute(
            """
            UPDATE proof_mail SET state = \(due.progress.state), attempts = \(due.progress.attempts),
                   next_attempt_at = NULL, answer_by = \(now.addingTimeInterval(self.patience)), changed_at = \(now)
             WHERE proof_id = \(due.mail.proofID.uuid)
            """)
        return due.mail
    }

    /// Records what became of an attempt. A verdict that comes after the attempt was given up as in doubt still counts.
    func conclude(_ mail: StartedProofMail, _ verdict: AttemptVerdict, now: Date, in tx: Transaction) throws {
        let found = try tx.first(
            """
            SELECT state, attempts, next_attempt_at FROM proof_mail
             WHERE proof_id = \(mail.proofID.uuid) FOR UPDATE
            """, Self.progress)
        guard var progress = found, progress.attempts == mail.attempt,
            [.sending, .inDoubt].contains(progress.state)
        else { return }
        // The address of a mail in doubt is gone: what its late verdict may still say is that it went or did not.
        let wasInDoubt = progress.state == .inDoubt
        try progress.conclude(verdict, at: now, schedule: self.schedule)
        if wasInDoubt, progress.state == .waiting { return }
        let isOver = progress.state != .waiting
        try tx.execute(
            """
            UPDATE proof_mail SET state = \(progress.state), next_attempt_at = \(progress.nextAttemptAt),
                   answer_by = NULL, code = \(verdict.code), cause = \(verdict.cause), changed_at = \(now),
                   email = CASE WHEN \(isOver) THEN NULL ELSE email END
             WHERE proof_id = \(mail.proofID.uuid)
            """)
    }

    /// Marks attempts as in doubt whose outcome has not come in time, and gives up mails whose link is too old. Neither is
    /// ever sent again: whoever misses a link asks for another.
    ///
    /// - Returns: how many there were.
    func giveUpOverdue(now: Date, in tx: Transaction) throws -> Int {
        let lost = try tx.execute(
            """
            UPDATE proof_mail SET state = 'in-doubt', answer_by = NULL, email = NULL, cause = 'no-outcome',
                   changed_at = \(now)
             WHERE state = 'sending' AND answer_by <= \(now)
            """)
        let late = try tx.execute(
            """
            UPDATE proof_mail SET state = 'failed', next_attempt_at = NULL, email = NULL, cause = 'expired',
                   changed_at = \(now)
             WHERE state = 'waiting' AND expires_at <= \(now)
            """)
        return lost + late
    }

    /// Links of the last day that did not reach their mail server, or perhaps not: for operators.
    static func troubled(since: Date, in tx: Transaction) throws -> Int {
        try tx.one(
            """
            SELECT count(*) AS many FROM proof_mail
             WHERE state IN ('failed', 'in-doubt') AND changed_at > \(since)
            """
        ) { try $0.get("many", as: Int.self) }
    }

    private static func progress(_ row: Row) throws -> SendingProgress {
        SendingProgress(
            state: try row.get("state"), attempts: try row.get("attempts"),
            nextAttemptAt: try row.get("next_attempt_at"))
    }
}
