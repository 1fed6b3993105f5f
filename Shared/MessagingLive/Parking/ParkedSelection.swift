import Postgres

/// Which parked messages are meant: those to which everything that is said applies. Nothing said means all.
public struct ParkedSelection: Hashable, Sendable, Codable {
    /// The queue that they came from.
    public var queue: String?
    /// Their stated type; an empty text for those without one.
    public var type: String?
    /// Why they rest: a code, as the list shows it.
    public var reason: String?
    /// What they are about: the id of a case, for instance.
    public var subject: String?
    /// A piece of text in type, subject, reason, message id or body, in capitals or not.
    public var text: String?
    /// Just these.
    public var ids: [Int]?

    /// A selection; `nil` says nothing.
    public init(
        queue: String? = nil, type: String? = nil, reason: String? = nil, subject: String? = nil, text: String? = nil,
        ids: [Int]? = nil
    ) {
        self.queue = queue
        self.type = type
        self.reason = reason
        self.subject = subject
        self.text = text
        self.ids = ids
    }

    /// What rests and is meant, as a condition on `parked_message p`.
    var condition: SQL {
        var sql: SQL = "p.replayed_at IS NULL AND p.discarded_at IS NULL"
        if let queue { sql += " AND p.queue = \(queue)" }
        if let type { sql += " AND coalesce(p.type, '') = \(type)" }
        if let reason { sql += " AND p.reason = \(reason)" }
        if let subject { sql += " AND p.subject = \(subject)" }
        if let ids { sql += " AND p.id = ANY (\(ids))" }
        if let text {
            let plain = text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
            let pattern = "%\(plain)%"
            // The body as bytes with everything outside ASCII escaped: it need not be text.
            sql += """
                 AND (p.type ILIKE \(pattern) OR p.subject ILIKE \(pattern) OR p.reason ILIKE \(pattern)
                      OR p.message_id::text ILIKE \(pattern) OR encode(p.body, 'escape') ILIKE \(pattern))
                """
        }
        return sql
    }
}
