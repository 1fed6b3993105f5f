import MessagingLive
import Postgres

/// The tables of Review, in the order in which they are made. A migration that has run anywhere is never changed.
enum ReviewMigrations {
    static let all: [Migration] =
        MessagingSchema.migrations(startingAt: 1) + [
            Migration(number: 101, name: "reference_data", sql: referenceData),
            Migration(number: 102, name: "cases", sql: cases),
            Migration(number: 103, name: "clocks", sql: clocks),
            Migration(number: 104, name: "opinions", sql: opinions),
            Migration(number: 105, name: "letters", sql: letters),
            Migration(number: 106, name: "steps", sql: steps),
            Migration(number: 107, name: "deliveries", sql: deliveries),
        ]
}
