import Contracts
import Foundation
import NotifyDomain
import Postgres

/// One obligation as operators see it: no personal data beyond the masked address.
struct LoggedObligation: Sendable {
    var id: UUID
    var kind: NoticeKind
    var caseNumber: String
    var unit: String
    var channel: ServiceStandard.Channel
    var state: ObligationState
    var attempts: Int
    var nextAttemptAt: Date?
    var dueAt: Date?
    var changedAt: Date
    var maskedAddress: String?
    /// Whether the person has proven an address.
    var isReachable: Bool
    var tries: [LoggedAttempt]
    var decisions: [LoggedDecision]
}

/// One attempt as operators see it.
struct LoggedAttempt: Sendable {
    var number: Int
    var startedAt: Date
    var verdict: String?
    var code: Int?
    var cause: String?
}

/// What an operator decided about a mail in doubt or one that failed.
struct LoggedDecision: Sendable {
    var decision: Settlement
    var name: String
    var decidedAt: Date
}

/// Which obligations an operator wants to see.
struct MessageLogFilter: Hashable, Sendable {
    var state: ObligationState?
    var channel: ServiceStandard.Channel?
    var caseNumber: String?
}

/// Reads the message log.
enum MessageLogQuery {
    /// How many obligations are in each state.
    static func counts(in tx: Transaction) throws -> [ObligationState: Int] {
        let rows = try tx.rows("SELECT state, count(*) AS many FROM obligation GROUP BY state") { row in
            (try row.get("state", as: ObligationState.self), try row.get("many", as: Int.self))
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    /// Notices that wait for a service standard or for a proven address.
    static func waitingForKnowledge(in tx: Transaction) throws -> (standard: Int, contact: Int) {
        try tx.one(
            """
            SELECT (SELECT count(*) FROM notice WHERE planned_at IS NULL) AS standard,
                   (SELECT count(*) FROM obligation o JOIN notice n ON n.id = o.notice_id
                     WHERE o.channel = 'email' AND o.state = 'waiting'
                       AND NOT EXISTS (SELECT FROM contact c WHERE c.person_id = n.person_id)) AS contact
            """
        ) { row in (try row.get("standard", as: Int.self), try row.get("contact", as: Int.self)) }
    }

    /// The obligations that a filter leaves, last changed first, and how many there are in all.
    static func obligations(_ filter: MessageLogFilter, page: Int, size: Int, in tx: Transaction) throws -> (
        list: [LoggedObligation], total: Int
    ) {
        let condition: SQL = """
            (\(filter.state?.rawValue)::text IS NULL OR o.state = \(filter.state?.rawValue))
            AND (\(filter.channel?.rawValue)::text IS NULL OR o.channel = \(filter.channel?.rawValue))
            AND (\(filter.caseNumber)::text IS NULL OR k.case_number = \(filter.caseNumber))
            """
        let from: SQL = """
            FROM obligation o JOIN notice n ON n.id = o.notice_id JOIN known_case k ON k.case_id = n.case_id
            """
        let total = try tx.one("SELECT count(*) \(from) WHERE \(condition)") { try $0.get(0, as: Int.self) }
        var list = try tx.rows(
            """
            SELECT o.*, n.kind, k.case_number, k.unit, c.email,
                   EXISTS (SELECT FROM contact r WHERE r.person_id = n.person_id) AS reachable \(from)
              LEFT JOIN contact c ON c.person_id = n.person_id AND o.channel = 'email'
             WHERE \(condition)
             ORDER BY o.changed_at DESC, o.id LIMIT \(size) OFFSET \(max(0, page - 1) * size)
            """
        ) { row in
            LoggedObligation(
                id: try row.get("id"), kind: try row.get("kind"), caseNumber: try row.get("case_number"),
                unit: try row.get("unit"), channel: try row.get("channel"), state: try row.get("state"),
                attempts: try row.get("attempts"), nextAttemptAt: try row.get("next_attempt_at"),
                dueAt: try row.get("due_at"), changedAt: try row.get("changed_at"),
                maskedAddress: try row.get("email", as: String?.self).map(MaskedAddress.text),
                isReachable: try row.get("reachable"), tries: [], decisions: [])
        }
        let tries = try tx.rows(
            """
            SELECT obligation_id, number, started_at, verdict, code, cause FROM attempt
             WHERE obligation_id = ANY(\(list.map(\.id))) ORDER BY number
            """
        ) { row in
            (
                obligation: try row.get("obligation_id", as: UUID.self),
                attempt: LoggedAttempt(
                    number: try row.get("number"), startedAt: try row.get("started_at"),
                    verdict: try row.get("verdict"), code: try row.get("code"), cause: try row.get("cause"))
            )
        }
        let decisions = try tx.rows(
            """
            SELECT obligation_id, decision, decided_name, decided_at FROM settlement
             WHERE obligation_id = ANY(\(list.map(\.id))) ORDER BY attempts
            """
        ) { row in
            (
                obligation: try row.get("obligation_id", as: UUID.self),
                decision: LoggedDecision(
                    decision: try row.get("decision"), name: try row.get("decided_name"),
                    decidedAt: try row.get("decided_at"))
            )
        }
        for index in list.indices {
            list[index].decisions = decisions.filter { $0.obligation == list[index].id }.map(\.decision)
            list[index].tries = tries.filter { $0.obligation == list[index].id }.map(\.attempt)
        }
        return (list, total)
    }
}
