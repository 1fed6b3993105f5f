import Messaging
import Postgres

/// Parks at once what the database will never take, such as a NUL in a text: trying again would only hold up the case.
enum Unstorable {
    static func parking<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as PostgresError where error.sqlState.errorClass == "22" && error.kind != .decoding {
            throw Parkable(.rejected("unstorable"))
        }
    }
}
