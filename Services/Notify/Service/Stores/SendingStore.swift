import Contracts
import Foundation
import NotifyDomain
import Postgres

/// One attempt that has been begun and must be concluded.
struct StartedAttempt: Sendable {
    var id: UUID
    var notice: StoredNotice
    var standard: KnownStandard
    var templateVersion: Int
    var name: Personal<String>
    var email: Personal<String>
    /// Of this notice, whatever the attempt: `<notice>.email`.
    var messageID: String
    var startedAt: Date
}

/// The three steps of sending: record the attempt, (send,) record what became of it.
struct SendingStore: Sendable {
    let identifiers: IdentifierSource
    let schedule: MailSchedule
    /// How long after its beginning an attempt without an outcome is in doubt.
    let patience: TimeInterval

    /// Takes the next mail that is due, so that no other node takes it, and records the attempt.
    func begin(now: Date, in tx: Transaction) throws -> StartedAttempt? {
        let due = try tx.first(
            """
            SELECT \(StoredNotice.columns), \(KnownStandard.columns), o.id AS obligation_id, o.state, o.attempts,
                   o.next_attempt_at, o.template_version, c.name, c.email
              FROM obligation o
              JOIN notice n ON n.id = o.notice_id
              JOIN known_case k ON k.case_id = n.case_id
              JOIN service_standard s ON s.id = k.standard
              JOIN contact c ON c.person_id = n.person_id
             WHERE o.channel = 'email' AND o.state = 'waiting' AND o.next_attempt_at <= \(now)
             ORDER BY o.next_attempt_at, o.id LIMIT 1
               FOR UPDATE OF o SKIP LOCKED
            """
        ) { row in
            (
                obligation: try row.get("obligation_id", as: UUID.self), progress: try Self.progress(row),
                notice: try StoredNotice(row), standard: try KnownStandard(row),
                version: try row.get("template_version", as: Int.self),
                name: Personal(try row.get("name", as: String.self)),
                email: Personal(try row.get("email", as: String.self))
            )
        }
        guard var due else { return nil }
        try due.progress.begin(at: now)
        let attempt = StartedAttempt(
            id: self.identifiers.uuid(at: now), notice: due.notice, standard: due.standard,
            templateVersion: due.version, name: due.name, email: due.email, messageID: "\(due.notice.id).email",
            startedAt: now)
        try tx.enqueue(
            """
            INSERT INTO attempt (id, obligation_id, number, message_id, started_at, answer_by)
            VALUES (\(attempt.id), \(due.obligation), \(due.progress.attempts), \(attempt.messageID), \(now),
                    \(now.addingTimeInterval(self.patience)))
            """)
        try Self.update(due.obligation, due.progress, evidence: nil, now: now, in: tx)
        return attempt
    }

    /// Records what became of an attempt. A verdict that comes after the attempt was given up as in doubt still counts;
    /// one that comes twice, or after an operator's decision, changes nothing.
    ///
    /// - Returns: whether it was recorded.
    @discardableResult
    func conclude(_ attempt: UUID, _ verdict: AttemptVerdict, now: Date, in tx: Transaction) throws -> Bool {
        let found = try tx.first(
            """
            SELECT \(StoredNotice.columns), o.id AS obligation_id, o.state, o.attempts, o.next_attempt_at,
                   a.number, a.verdict
              FROM attempt a JOIN obligation o ON o.id = a.obligation_id JOIN notice n ON n.id = o.notice_id
             WHERE a.id = \(attempt)
               FOR UPDATE OF o, a
            """
        ) { row in
            (
                obligation: try row.get("obligation_id", as: UUID.self), progress: try Self.progress(row),
                notice: try StoredNotice(row), number: try row.get("number", as: Int.self),
                verdict: try row.get("verdict", as: String?.self)
            )
        }
        guard var found, found.number == found.progress.attempts,
            found.verdict == nil || (found.verdict == "unknown" && verdict.name != "unknown"),
            [.sending, .inDoubt].contains(found.progress.state)
        else { return false }
        try found.progress.conclude(verdict, at: now, schedule: self.schedule)
        try tx.enqueue(
            """
            UPDATE attempt SET finished_at = \(now), verdict = \(verdict.name), code = \(verdict.code),
                   cause = \(verdict.cause)
             WHERE id = \(attempt)
            """)
        var evidence: String?
        if case .taken(let code) = verdict {
            evidence = "smtp \(code)"
            try tx.enqueue(
                """
                INSERT INTO receipt (attempt_id, provider, code, received_at)
                VALUES (\(attempt), 'smtp', \(code), \(now))
                """)
        }
        try Self.update(found.obligation, found.progress, evidence: evidence, now: now, in: tx)
        try DeliveryStore.complete(
            found.notice, now: now, identifiers: self.identifiers, in: tx)
        return true
    }

    /// Marks attempts as in doubt whose outcome has not come in time: the process that made them has died or hangs.
    ///
    /// - Returns: how many.
    func giveUpOverdue(now: Date, in tx: Transaction) throws -> Int {
        let overdue = try tx.rows(
            """
            SELECT a.id FROM attempt a JOIN obligation o ON o.id = a.obligation_id
             WHERE a.finished_at IS NULL AND a.answer_by < \(now)
             ORDER BY a.answer_by LIMIT 100 FOR UPDATE OF o SKIP LOCKED
            """
        ) { try $0.get("id", as: UUID.self) }
        for attempt in overdue {
            try self.conclude(attempt, .unknown(cause: "no-outcome"), now: now, in: tx)
        }
        return overdue.count
    }

    /// What an operator decides about a mail in doubt, or one that failed.
    ///
    /// - Throws: a problem when there is no such mail, or its state leaves nothing to decide.
    func settle(
        _ obligation: UUID, _ decision: Settlement, by person: PersonID, named name: String, now: Date,
        in tx: Transaction
    ) throws {
        let found = try tx.first(
            """
            SELECT \(StoredNotice.columns), o.state, o.attempts, o.next_attempt_at
              FROM obligation o JOIN notice n ON n.id = o.notice_id
             WHERE o.id = \(obligation) AND o.channel = 'email'
               FOR UPDATE OF o
            """
        ) { row in (progress: try Self.progress(row), notice: try StoredNotice(row)) }
        guard var found else { throw Problem.notFound("Pesan") }
        do {
            try found.progress.settle(decision, at: now)
        } catch {
            throw Problem.conflict(
                "tidak-perlu-keputusan", "Pesan ini tidak menunggu keputusan",
                detail: "Keadaannya sudah berubah. Muat ulang daftar pesan.")
        }
        try tx.execute(
            """
            INSERT INTO settlement (obligation_id, attempts, decision, decided_by, decided_name, decided_at)
            VALUES (\(obligation), \(found.progress.attempts), \(decision), \(person.uuid), \(name), \(now))
            """)
        let evidence = decision == .taken ? "operator \(person)" : nil
        try Self.update(obligation, found.progress, evidence: evidence, now: now, in: tx)
        try DeliveryStore.complete(found.notice, now: now, identifiers: self.identifiers, in: tx)
    }

    private static func progress(_ row: Row) throws -> SendingProgress {
        SendingProgress(
            state: try row.get("state"), attempts: try row.get("attempts"),
            nextAttemptAt: try row.get("next_attempt_at"))
    }

    private static func update(
        _ obligation: UUID, _ progress: SendingProgress, evidence: String?, now: Date, in tx: Transaction
    ) throws {
        try tx.enqueue(
            """
            UPDATE obligation SET state = \(progress.state), attempts = \(progress.attempts),
                   next_attempt_at = \(progress.nextAttemptAt), evidence = \(evidence), changed_at = \(now)
             WHERE id = \(obligation)
            """)
    }
}
