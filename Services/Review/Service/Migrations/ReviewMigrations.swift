import MessagingLive
import Postgres

/// The tables of Review, in the order in which they are made. A migration that has run anywhere is never changed.
enum ReviewMigrations {
    static let all: [Migration] =
        MessagingSchema.migrations + [
            Migration(number: 1, name: "reference_data", sql: referenceData),
            Migration(number: 2, name: "cases", sql: cases),
            Migration(number: 3, name: "clocks", sql: clocks),
            Migration(number: 4, name: "opinions", sql: opinions),
            Migration(number: 5, name: "letters", sql: letters),
            Migration(number: 6, name: "steps", sql: steps),
            Migration(number: 7, name: "deliveries", sql: deliveries),
            Migration(number: 8, name: "clock_moves", sql: clockMoves),
        ]
}
