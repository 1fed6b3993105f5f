import Contracts
import Foundation
import MessagingLive
import NotifyDomain
import Postgres

/// Notices, and the obligations that come of them.
struct NoticeStore: Sendable {
    let book: TemplateBook
    let identifiers: IdentifierSource

    /// Keeps a notice and plans it when its standard is known already.
    ///
    /// - Returns: `false` when the fact had brought a notice before.
    @discardableResult
    func tell(_ notice: StoredNotice, now: Date, in tx: Transaction) throws -> Bool {
        let isNew = try tx.execute(
            """
            INSERT INTO notice
              (id, source_message, kind, case_id, person_id, letter_id, facts, occurred_at, clock_end,
               source_type, source_publisher, correlation, traceparent)
            VALUES (\(notice.id.uuid), \(notice.cause.message.uuid), \(notice.kind), \(notice.caseID.uuid),
                    \(notice.personID.uuid), \(notice.letterID?.uuid), \(try JSONB.json(notice.facts)),
                    \(notice.occurredAt), \(notice.clockEnd), \(notice.cause.type.name),
                    \(notice.cause.publisher.name), \(notice.cause.correlation), \(notice.cause.traceparent))
            ON CONFLICT DO NOTHING
            """)
        guard isNew == 1 else { return false }
        _ = try self.plan(where: "n.id = \(notice.id.uuid)", now: now, in: tx)
        return true
    }

    /// Plans every notice that waits for nothing any more. Two transactions that miss each other's rows leave a notice
    /// unplanned; the sender's next round finds it here.
    ///
    /// - Returns: how many were planned.
    func planAll(now: Date, in tx: Transaction) throws -> Int {
        try self.plan(where: "true", now: now, in: tx)
    }

    private func plan(where condition: SQL, now: Date, in tx: Transaction) throws -> Int {
        let ready = try tx.rows(
            """
            SELECT \(StoredNotice.columns), \(KnownStandard.columns)
              FROM notice n JOIN known_case k USING (case_id) JOIN service_standard s ON s.id = k.standard
             WHERE n.planned_at IS NULL AND (\(condition))
             ORDER BY n.occurred_at LIMIT 100
               FOR UPDATE OF n SKIP LOCKED
            """
        ) { row in (try StoredNotice(row), try KnownStandard(row)) }
        for (notice, standard) in ready {
            try self.plan(notice, by: standard, now: now, in: tx)
        }
        return ready.count
    }

    private func plan(
        _ notice: StoredNotice, by standard: KnownStandard, now: Date, in tx: Transaction
    ) throws {
        let obligations = ObligationPlan.obligations(
            for: notice.kind, channels: standard.channels, clockEnd: notice.clockEnd)
        for obligation in obligations {
            let isPortal = obligation.channel == .portal
            try tx.enqueue(
                """
                INSERT INTO obligation
                  (id, notice_id, channel, template_version, state, due_at, next_attempt_at, evidence, changed_at)
                VALUES (\(self.identifiers.uuid(at: now)), \(notice.id.uuid), \(obligation.channel),
                        \(self.book.newest(notice.kind, on: obligation.channel)?.version), \(obligation.state),
                        \(obligation.dueAt), \(obligation.state == .waiting ? now : nil),
                        \(isPortal ? "inbox item" : nil), \(now))
                """)
        }
        guard let portal = self.book.newest(notice.kind, on: .portal) else {
            throw TemplateFault(kind: notice.kind, channel: .portal, version: 0, reason: .absent)
        }
        try tx.enqueue(
            """
            INSERT INTO inbox_item (notice_id, person_id, arrived_at, template_version)
            VALUES (\(notice.id.uuid), \(notice.personID.uuid), \(now), \(portal.version))
            """)
        try tx.enqueue("UPDATE notice SET planned_at = \(now) WHERE id = \(notice.id.uuid)")
        try DeliveryStore.complete(notice, now: now, identifiers: self.identifiers, in: tx)
    }
}
