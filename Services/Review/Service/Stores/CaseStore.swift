import Contracts
import Foundation
import Postgres
import ReviewDomain
import WorkingDays

/// Cases with everything that belongs to them but what was filed, words about items, opinions' and letters' own writing.
enum CaseStore {
    /// What a case is read for.
    enum Purpose {
        /// To be shown, with everything.
        case toShow
        /// To be changed, by somebody who has seen this version, or by a fact. Locked; opinions and the letter are read
        /// only in the states in which a step asks for them, and of the history what the sender has not seen.
        case toChange(seen: Int?)
    }

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
        try self.insertFiling(subject, in: tx)
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
        try self.insertFiling(subject, in: tx)
        try self.insertSteps(subject, in: tx)
        try self.saveClocks(subject, in: tx)
        try FindingStore.insert(subject, in: tx)
    }

    /// A case; `nil` when there is none.
    static func find(_ id: CaseID, _ purpose: Purpose, in tx: Transaction) throws -> Case? {
        let isChange: Bool
        let seen: Int?
        switch purpose {
        case .toShow: (isChange, seen) = (false, 0)
        case .toChange(let version): (isChange, seen) = (true, version)
        }
        let sql: SQL =
            """
            SELECT id, number, unit, standard, applicant_id, applicant_name, institution, title, year, regions, round,
                submitted_at, state, version, holder_id, holder_name, examiner_id, examiner_name,
                answer_by::text AS answer_by, minutes, delivered_at, rated_at
            FROM review_case WHERE id = \(id.uuid) \(isChange ? "FOR UPDATE" : "" as SQL)
            """
        guard let row = try tx.first(sql, CaseRow.init) else { return nil }
        let isUnseen = seen.map { $0 != row.version } ?? false
        return row.subject(
            clocks: try self.clocks(of: id, in: tx),
            opinions: isChange && row.state != .inEvaluation ? [] : try OpinionStore.all(of: id, in: tx),
            letter: isChange && !row.state.mayHaveLetter ? nil : try LetterStore.find(of: id, in: tx),
            history: isUnseen ? try self.history(of: id, in: tx) : [])
    }

    /// What was filed with a round; `nil` when there is no such round.
    static func filing(of id: CaseID, round: Int, in tx: Transaction) throws -> Filing? {
        try tx.first(
            "SELECT form, attachments, similar_activities FROM case_round WHERE case_id = \(id.uuid) AND round = \(round)"
        ) { row in
            Filing(
                form: try ContractJSON.decode(FormContent.self, from: row.get("form", as: JSONB.self).bytes),
                attachments: try ContractJSON.decode(
                    [AttachmentReference].self, from: row.get("attachments", as: JSONB.self).bytes),
                similar: try row.get("similar_activities", as: JSONB?.self).map {
                    try ContractJSON.decode([SimilarActivity].self, from: $0.bytes)
                })
        }
    }

    /// When a round was submitted; `nil` when there is no such round.
    static func submittedAt(of id: CaseID, round: Int, in tx: Transaction) throws -> Date? {
        try tx.first("SELECT submitted_at FROM case_round WHERE case_id = \(id.uuid) AND round = \(round)") {
            try $0.get("submitted_at")
        }
    }

    /// Which questionnaire a round's form answers; `nil` when there is no such round.
    static func definition(of id: CaseID, round: Int, in tx: Transaction) throws -> String? {
        try tx.first(
            "SELECT form->>'definition' AS name FROM case_round WHERE case_id = \(id.uuid) AND round = \(round)"
        ) { try $0.get("name") }
    }

    private static func insertFiling(_ subject: Case, in tx: Transaction) throws {
        guard let filing = subject.pendingFiling else { return }
        try tx.enqueue(
            """
            INSERT INTO case_round (case_id, round, form, attachments, similar_activities, submitted_at)
            VALUES (\(subject.id.uuid), \(subject.round), \(JSONB(try ContractJSON.encode(filing.form))),
                \(JSONB(try ContractJSON.encode(filing.attachments))),
                \(try filing.similar.map { JSONB(try ContractJSON.encode($0)) }), \(subject.submittedAt))
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
