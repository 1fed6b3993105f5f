import Messaging
import Postgres

/// Parks at once what the database will never take, such as a NUL in a text: trying again would only hold up the case.
enum Unstorable {
    static func parking<T>(in tx: Transaction, _ body: () throws -> T) throws -> T {
        do {
            let value = try body()
            try tx.flush()
            return value
        } catch let error as PostgresError where error.sqlState.errorClass == "22" && error.kind != .decoding {
            throw Parkable(.rejected("unstorable"))
        }
    }
}
