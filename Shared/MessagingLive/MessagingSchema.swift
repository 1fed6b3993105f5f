public import Postgres

/// The tables of messaging, the same in every service's database. They have a history of their own, so that
/// they can grow without knowing what the service has numbered.
public struct MessagingSchema: Sendable {
    /// The migrations, a history of their own beside the service's.
    ///
    /// A new one gets a number after the last of all these lists: a database that has had the last takes none before it.
    ///
    /// `{runtime}` stands for the role under which the service runs; it gets what is needed and no more.
    public static let migrations: [Migration] =
        OutboxTables.migrations + InboxTables.migrations + TimerTables.migrations + ReconciliationTables.migrations
}
