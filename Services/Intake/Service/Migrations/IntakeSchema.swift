import MessagingLive
import Postgres

/// The tables of Intake: those of messaging and its own. A migration that has been applied is never changed.
enum IntakeSchema {
    static let migrations: [Migration] =
        MessagingSchema.migrations
        + [
            ("intake accounts", AccountTables.sql), ("intake submissions", SubmissionTables.sql),
            ("intake cases", CaseTables.sql), ("intake grants", IntakeGrants.sql),
            ("intake catalogue words", CatalogueWords.sql), ("intake contact proofs", ContactProofTables.sql),
            ("intake draft files", DraftFiles.sql), ("intake similar activities", SimilarActivityTables.sql),
        ].enumerated().map { index, part in
            Migration(number: index + 1, name: part.0, sql: part.1)
        }
}
