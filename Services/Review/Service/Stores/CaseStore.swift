import Contracts
import Foundation
import Postgres
import ReviewDomain

/// Cases with everything that belongs to them but words about items, opinions' and letters' own writing.
enum CaseStore {
    /// Whether a case is read to be shown or to be changed.
    enum Purpose { case toShow, toChange }

    /// Keeps a newly opened case.
    ///
    /// - Returns: `false` when the case is already here; then nothing was changed.
    static func insert(_ subject: Case, at now: Date, in tx: Transaction) throws -> Bool {
        let inserted = try tx.execute(
            """
            INSERT INTO review_case (
                id, number, unit, standard, applicant_id, applicant_name, institution, title, year, regions, round,
                submitted_at, state, task, version, opened_at, changed_at)
            VALUES (
                \(subject.id.uuid), \(subject.number), \(subject.unit.text), \(subject.standard),
                \(subject.applicant.personId.uuid), \(subject.applicant.name.reveal()),
                \(subject.applicant.institution), \(subject.title), \(subject.year), \(subject.regions),
                \(subject.round), \(subject.submittedAt), \(subject.state), \(subject.state.task), \(subject.version),
                \(now), \(now))
            ON CONFLICT (id) DO NOTHING
            """)
        guard inserted == 1 else { return false }
        try self.insertRound(subject, in: tx)
        try self.insertSteps(subject, in: tx)
        return true
    }

    /// Writes what has changed since the case was read.
    static func save(_ subject: Case, at now: Date, in tx: Transaction) throws {
        guard let first = subject.pendingSteps.first else { return }
        try tx.enqueue(
            """
            UPDATE review_case SET
                title = \(subject.title), year = \(subject.year), regions = \(subject.regions),
                round = \(subject.round), submitted_at = \(subject.submittedAt), state = \(subject.state),
                task = \(subject.state.task), version = \(subject.version),
                holder_id = \(subject.holder?.personId.uuid), holder_name = \(subject.holder?.name),
                examiner_id = \(subject.examiner?.personId.uuid), examiner_name = \(subject.examiner?.name),
                answer_by = \(subject.answerBy?.description)::date, minutes = \(subject.minutes),
                delivered_at = \(subject.deliveredAt), rated_at = \(subject.ratedAt), changed_at = \(now)
            WHERE id = \(subject.id.uuid) AND version = \(first.version - 1)
            """)
        if subject.pendingSteps.contains(where: { $0.step == .resubmit }) { try self.insertRound(subject, in: tx) }
        try self.insertSteps(subject, in: tx)
        try self.saveClocks(subject, in: tx)
        try FindingStore.insert(subject, in: tx)
    }

    /// A case; `nil` when there is none.
    static func find(_ id: CaseID, _ purpose: Purpose, in tx: Transaction) throws -> Case? {
        if purpose == .toChange {
            // Locked by a statement of its own: a join that waits for the lock would look for the form of a round that
            // the other transaction has just replaced, and find nothing.
            try tx.enqueue("SELECT id FROM review_case WHERE id = \(id.uuid) FOR UPDATE")
        }
        let sql: SQL =
            """
            SELECT c.id, c.number, c.unit, c.standard, c.applicant_id, c.applicant_name, c.institution, c.title,
                c.year, c.regions, c.round, c.submitted_at, c.state, c.version, c.holder_id, c.holder_name,
                c.examiner_id, c.examiner_name, c.answer_by::text AS answer_by, c.minutes, c.delivered_at, c.rated_at,
                r.form, r.attachments
            FROM review_case c JOIN case_round r ON r.case_id = c.id AND r.round = c.round
            WHERE c.id = \(id.uuid)
            """
        guard let row = try tx.first(sql, CaseRow.init) else { return nil }
        return row.subject(
            clocks: try self.clocks(of: id, in: tx), opinions: try OpinionStore.all(of: id, in: tx),
            letter: try LetterStore.find(of: id, in: tx), history: try self.history(of: id, in: tx))
    }

    private static func insertRound(_ subject: Case, in tx: Transaction) throws {
        try tx.enqueue(
            """
            INSERT INTO case_round (case_id, round, form, attachments, submitted_at)
            VALUES (\(subject.id.uuid), \(subject.round), \(JSONB(try ContractJSON.encode(subject.form))),
                \(JSONB(try ContractJSON.encode(subject.attachments))), \(subject.submittedAt))
            """)
    }

    private static func insertSteps(_ subject: Case, in tx: Transaction) throws {
        for step in subject.pendingSteps {
            try tx.enqueue(
                """
                INSERT INTO case_step (
                    case_id, version, step, state, round, by_id, by_name, by_unit, on_behalf_of, at)
                VALUES (
                    \(subject.id.uuid), \(step.version), \(step.step), \(step.state), \(step.round),
                    \(step.by?.personId.uuid), \(step.by?.name), \(step.by?.unit?.text),
                    \(step.by?.onBehalfOf?.uuid), \(step.at))
                """)
        }
    }

    private static func saveClocks(_ subject: Case, in tx: Transaction) throws {
        guard let clock = subject.clocks.last else { return }
        // Only the last clock can have been opened or ended; an ended one that is already written stays as it is.
        try tx.enqueue(
            """
            INSERT INTO legal_clock (
                case_id, number, round, declared_at, working_days, due_on, due_at, calendar_version, ended_at,
                end_reason)
            VALUES (
                \(subject.id.uuid), \(clock.number), \(clock.round), \(clock.declaredAt), \(clock.workingDays),
                \(clock.dueOn.description)::date, \(clock.dueAt), \(clock.calendarVersion), \(clock.endedAt),
                \(clock.endReason))
            ON CONFLICT (case_id, number) DO UPDATE
                SET ended_at = EXCLUDED.ended_at, end_reason = EXCLUDED.end_reason
                WHERE legal_clock.ended_at IS NULL AND EXCLUDED.ended_at IS NOT NULL
            """)
    }

    private static func clocks(of id: CaseID, in tx: Transaction) throws -> [LegalClock] {
        try tx.rows(
            """
            SELECT number, round, declared_at, working_days, due_on::text AS due_on, due_at, calendar_version,
                ended_at, end_reason
            FROM legal_clock WHERE case_id = \(id.uuid) ORDER BY number
            """
        ) { row in
            LegalClock(
                number: try row.get("number"), round: try row.get("round"), declaredAt: try row.get("declared_at"),
                workingDays: try row.get("working_days"), dueOn: try Stored.day(row, "due_on"),
                dueAt: try row.get("due_at"), calendarVersion: try row.get("calendar_version"),
                endedAt: try row.get("ended_at"), endReason: try Stored.optionalWord(row, "end_reason"))
        }
    }

    private static func history(of id: CaseID, in tx: Transaction) throws -> [StepRecord] {
        try tx.rows(
            """
            SELECT version, step, state, round, by_id, by_name, by_unit, on_behalf_of, at
            FROM case_step WHERE case_id = \(id.uuid) ORDER BY version
            """
        ) { row in
            let by: UUID? = try row.get("by_id")
            let behalf: UUID? = try row.get("on_behalf_of")
            let actor = try by.map {
                Actor(
                    personId: PersonID($0), name: try row.get("by_name"),
                    unit: try row.get("by_unit", as: String?.self).flatMap { UnitCode($0) },
                    onBehalfOf: behalf.map { PersonID($0) })
            }
            return StepRecord(
                version: try row.get("version"), step: try Stored.word(row, "step"),
                state: try Stored.word(row, "state"), round: try row.get("round"), by: actor, at: try row.get("at"))
        }
    }
}
