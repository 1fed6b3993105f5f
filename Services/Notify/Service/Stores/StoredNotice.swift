import Contracts
import Foundation
import NotifyDomain
import Postgres

/// One notice to one person about one fact.
struct StoredNotice: Sendable {
    var id: NoticeID
    var kind: NoticeKind
    var caseID: CaseID
    var personID: PersonID
    var letterID: LetterID?
    var facts: NoticeValues
    var occurredAt: Date
    var clockEnd: Date?
    /// The message that told the fact; whatever follows from the notice names it as its cause, and carries its trace.
    var cause: NoticeCause

    static let columns: SQL = """
        n.id, n.kind, n.case_id, n.person_id, n.letter_id, n.facts, n.occurred_at, n.clock_end,
        n.source_message, n.source_type, n.source_publisher, n.correlation, n.traceparent
        """

    init(
        id: NoticeID, kind: NoticeKind, caseID: CaseID, personID: PersonID, letterID: LetterID?, facts: NoticeValues,
        occurredAt: Date, clockEnd: Date?, cause: NoticeCause
    ) {
        self.id = id
        self.kind = kind
        self.caseID = caseID
        self.personID = personID
        self.letterID = letterID
        self.facts = facts
        self.occurredAt = occurredAt
        self.clockEnd = clockEnd
        self.cause = cause
    }

    /// Reads ``columns`` from the start of a row.
    init(_ row: Row) throws {
        self.id = NoticeID(try row.get("id"))
        self.kind = try row.get("kind")
        self.caseID = CaseID(try row.get("case_id"))
        self.personID = PersonID(try row.get("person_id"))
        self.letterID = try row.get("letter_id", as: UUID?.self).map(LetterID.init)
        self.facts = try row.get("facts", as: JSONB.self).decode()
        self.occurredAt = try row.get("occurred_at")
        self.clockEnd = try row.get("clock_end")
        self.cause = NoticeCause(
            message: MessageID(try row.get("source_message")), type: MessageType(try row.get("source_type")),
            publisher: ServiceName(try row.get("source_publisher")), correlation: try row.get("correlation"),
            traceparent: try row.get("traceparent"))
    }
}
