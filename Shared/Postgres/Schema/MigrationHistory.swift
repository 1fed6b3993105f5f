import Crypto

/// Compares what a database has been through with what the program knows. Pure.
struct MigrationHistory {
    /// One row of `schema_migration`.
    struct Applied: Hashable, Sendable {
        var module: String
        var number: Int
        var name: String
        var checksum: String
    }

    /// SHA-256 of the migration's text, in hexadecimal.
    static func checksum(_ migration: Migration) -> String {
        SHA256.hash(data: Array(migration.sql.utf8)).map { byte in
            let hex = String(byte, radix: 16)
            return byte < 16 ? "0" + hex : hex
        }.joined()
    }

    /// The migrations that have still to be applied, in order: module by module, by number.
    ///
    /// - Throws: `MigrationError` when the program does not continue this history.
    static func pending(_ known: [Migration], after applied: [Applied]) throws -> [Migration] {
        let modules = Set(known.map(\.module)).union(applied.map(\.module)).sorted()
        return try modules.flatMap { module in
            try self.pending(
                known.filter { $0.module == module }, after: applied.filter { $0.module == module }, in: module)
        }
    }

    private static func pending(
        _ known: [Migration], after applied: [Applied], in module: String
    ) throws -> [Migration] {
        let known = known.sorted { $0.number < $1.number }
        for (first, second) in zip(known, known.dropFirst()) where first.number == second.number {
            throw MigrationError(
                "Two migrations of \(module) have the number \(first.number): \(first.name) and \(second.name).")
        }
        let byNumber = Dictionary(uniqueKeysWithValues: known.map { ($0.number, $0) })
        for row in applied.sorted(by: { $0.number < $1.number }) {
            guard let migration = byNumber[row.number] else {
                throw MigrationError(
                    "The database has had migration \(module) \(row.number) (\(row.name)), which this program does not know; "
                        + "it was made by a newer version.")
            }
            guard migration.name == row.name, self.checksum(migration) == row.checksum else {
                throw MigrationError(
                    "Migration \(module) \(row.number) (\(row.name)) was changed after it had been applied to the database; "
                        + "restore its text and add a new migration instead.")
            }
        }
        let last = applied.map(\.number).max() ?? .min
        let done = Set(applied.map(\.number))
        let pending = known.filter { !done.contains($0.number) }
        if let early = pending.first, early.number < last {
            throw MigrationError(
                "Migration \(module) \(early.number) (\(early.name)) is missing from the database although the later "
                    + "migration \(last) has been applied; give it a number after \(last).")
        }
        return pending
    }
}
