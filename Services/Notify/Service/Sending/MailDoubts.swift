import Postgres

/// Mails of which nobody knows whether the mail server has taken them: an operator must decide.
enum MailDoubts {
    /// How many wait for a decision, those that prove addresses included.
    static func count(in tx: Transaction) throws -> Int {
        try tx.one(
            """
            SELECT (SELECT count(*) FROM obligation WHERE state = 'in-doubt')
                 + (SELECT count(*) FROM proof_mail WHERE state = 'in-doubt' AND expires_at > clock_timestamp()) AS n
            """
        ) { try $0.get("n") }
    }
}
