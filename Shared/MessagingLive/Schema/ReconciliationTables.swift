import Postgres

/// What reconciliation keeps. Numbers 30 to 39.
enum ReconciliationTables {
    static let migrations: [Migration] = []
}
