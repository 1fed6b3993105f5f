import Foundation
import Postgres
import Testing
import TestSupport

@Suite("Values")
struct ValueTests {
    /// Sends each value and reads it back, three times: the first answer comes as text, those of the prepared
    /// statement in binary where the type allows it.
    private func roundTrip<Value: PostgresEncodable & PostgresDecodable & Equatable>(_ values: [Value]) async throws {
        try await TestDatabase.with { database, _ in
            try await database.transaction { tx in
                for _ in 1...3 {
                    for value in values {
                        try #expect(tx.one("SELECT \(value) AS value") { try $0.get("value", as: Value.self) } == value)
                        let some: Value? = value
                        try #expect(tx.one("SELECT \(some) AS value") { try $0.get("value", as: Value?.self) } == value)
                    }
                    let none: Value? = nil
                    try #expect(tx.one("SELECT \(none) AS value") { try $0.get("value", as: Value?.self) } == nil)
                    self.expectProblem(in: "value", .dataException) {
                        _ = try tx.one("SELECT \(none) AS value") { try $0.get("value", as: Value.self) }
                    }
                }
            }
        }
    }

    private func expectProblem(in column: String, _ state: SQLState, _ body: () throws -> Void) {
        let error = #expect(throws: PostgresError.self) { try body() }
        #expect(error?.kind == .decoding && error?.column == column && error?.sqlState == state)
    }

    @Test("bool") func bool() async throws { try await self.roundTrip([true, false]) }
    @Test("bigint as Int") func int() async throws { try await self.roundTrip([0, -1, 1, Int.max, Int.min]) }
    @Test("bigint as Int64") func int64() async throws { try await self.roundTrip([Int64.max, .min]) }
    @Test("integer") func int32() async throws { try await self.roundTrip([Int32.max, .min, 0]) }
    @Test("smallint") func int16() async throws { try await self.roundTrip([Int16.max, .min, 0]) }
    @Test("double precision")
    func double() async throws {
        try await self.roundTrip([0, -1.5, 0.1, .pi, 1e308, .leastNonzeroMagnitude, .infinity, -.infinity])
    }
    @Test("text")
    func text() async throws { try await self.roundTrip(["", "a", "O'Neill; --", "é 🇮🇩 \\ \" \n", "\\x00", "NULL"]) }
    @Test("uuid") func uuid() async throws { try await self.roundTrip([UUID(), UUID()]) }
    @Test("bytea")
    func bytea() async throws {
        try await self.roundTrip([[], [0], Array(0...255), [UInt8](repeating: 7, count: 300_000)])
    }

    @Test("timestamptz to the microsecond")
    func timestamp() async throws {
        let texts = ["2026-04-15T09:30:00Z", "1999-12-31T23:59:59Z", "2000-02-29T00:00:00Z", "1900-01-01T00:00:00Z"]
        let dates = try texts.map { try Date($0, strategy: .iso8601) }
        // Halves and quarters of a microsecond's power of two are exact in a Date.
        try await self.roundTrip(
            dates + dates.map { $0 + 0.5 } + dates.map { $0 - 0.25 } + [.distantFuture, .distantPast])
    }

    @Test("numeric without rounding")
    func numeric() async throws {
        let texts = ["0", "1.50", "-0.0001", "12345678901234567890123456789012345678", "0.1", "1e20", "99.99"]
        try await self.roundTrip(texts.map { Decimal(string: $0) ?? .nan })
    }

    @Test("text[], bigint[], uuid[], bool[], numeric[]")
    func arrays() async throws {
        try await self.roundTrip([[], ["a"], ["a,b", "\"", "\\", "{}", "", "NULL", "é"]])
        try await self.roundTrip([[Int]](arrayLiteral: [], [1, -2, Int.max]))
        try await self.roundTrip([[UUID(), UUID()]])
        try await self.roundTrip([[true, false]])
        try await self.roundTrip([[Decimal(string: "1.25") ?? .nan, -3]])
    }

    @Test("jsonb and json as text and as Swift values")
    func json() async throws {
        struct Thing: Codable, Equatable {
            var name: String
            var count: Int
        }
        let thing = Thing(name: "é\"", count: 3)
        try await TestDatabase.with { database, _ in
            try await database.transaction { tx in
                for _ in 1...3 {
                    let json = try tx.one("SELECT \(try JSONB.json(thing)) AS j") { try $0.get("j", as: JSONB.self) }
                    #expect(try json.decode(Thing.self) == thing)
                    try #expect(tx.one("SELECT \(json)->>'count'") { try $0.get(0, as: String.self) } == "3")
                    try #expect(
                        tx.one("SELECT '[1]'::json") { try $0.get(0, as: JSONB.self) }.bytes == Array("[1]".utf8))
                    try #expect(tx.one("SELECT '[1]'::jsonb") { try $0.get(0, as: String.self) } == "[1]")
                    try #expect(tx.one("SELECT NULL::jsonb") { try $0.get(0, as: JSONB?.self) } == nil)
                    self.expectProblem(in: "j", .dataException) {
                        _ = try tx.one("SELECT NULL::jsonb AS j") { try $0.get("j", as: JSONB.self) }
                    }
                }
            }
        }
    }

    @Test("Dates, enumerations and intervals are read as text")
    func asText() async throws {
        try await TestDatabase.with { database, _ in
            try await database.transaction { tx in
                try tx.execute("CREATE TYPE colour AS ENUM ('red', 'blue')")
                for _ in 1...3 {
                    let row = try tx.one(
                        "SELECT \("2026-04-15")::date AS d, 'red'::colour AS c, interval '1 day' AS i, 'x'::varchar AS v"
                    ) { row in
                        try [row.get("d", as: String.self), row.get("c"), row.get("i"), row.get("v")]
                    }
                    #expect(row == ["2026-04-15", "red", "1 day", "x"])
                }
            }
        }
    }

    @Test("Raw-representable types travel as their raw values, and an unknown one names the column")
    func rawRepresentable() async throws {
        enum State: String, Sendable { case open, closed }
        try await TestDatabase.with { database, _ in
            try await database.transaction { tx in
                let none: State? = nil
                try #expect(tx.one("SELECT \(State.open) AS s") { try $0.get("s", as: State.self) } == .open)
                try #expect(tx.one("SELECT \(none) AS s") { try $0.get("s", as: State?.self) } == nil)
                try #expect(
                    tx.one("SELECT \([State.open, .closed]) AS s") { try $0.get("s", as: [String].self) }
                        == ["open", "closed"])
                self.expectProblem(in: "s", .dataException) {
                    _ = try tx.one("SELECT 'lost' AS s") { try $0.get("s", as: State.self) }
                }
            }
        }
    }

    @Test("A number that does not fit is an error that names the column, in text and in binary")
    func overflow() async throws {
        try await TestDatabase.with { database, _ in
            try await database.transaction { tx in
                for _ in 1...3 {
                    self.expectProblem(in: "n", .numericValueOutOfRange) {
                        _ = try tx.one("SELECT 32768::bigint AS n") { try $0.get("n", as: Int16.self) }
                    }
                    self.expectProblem(in: "n", .numericValueOutOfRange) {
                        _ = try tx.one("SELECT -2147483649::bigint AS n") { try $0.get("n", as: Int32.self) }
                    }
                    self.expectProblem(in: "n", .numericValueOutOfRange) {
                        _ = try tx.one("SELECT '{1,40000}'::int[] AS n") { try $0.get("n", as: [Int16].self) }
                    }
                    self.expectProblem(in: "t", .numericValueOutOfRange) {
                        _ = try tx.one("SELECT 'infinity'::timestamptz AS t") { try $0.get("t", as: Date.self) }
                    }
                    for text in ["NaN", "Infinity", "1234567890123456789012345678901234567890.5"] {
                        self.expectProblem(in: "d", .numericValueOutOfRange) {
                            _ = try tx.one("SELECT \(text)::numeric AS d") { try $0.get("d", as: Decimal.self) }
                        }
                    }
                    try #expect(tx.one("SELECT 7::smallint") { try $0.get(0, as: Int.self) } == 7)
                    try #expect(tx.one("SELECT 7::integer") { try $0.get(0, as: Int64.self) } == 7)
                }
            }
        }
    }

    @Test("Another type than the wanted one is an error that names the column, in text and in binary")
    func wrongType() async throws {
        try await TestDatabase.with { database, _ in
            try await database.transaction { tx in
                for _ in 1...3 {
                    func wrong<T: PostgresDecodable>(_ sql: SQL, _ type: T.Type) {
                        self.expectProblem(in: "x", .dataException) {
                            _ = try tx.one(sql) { try $0.get("x", as: type) }
                        }
                    }
                    wrong("SELECT 'a'::text AS x", Int.self)
                    wrong("SELECT 1.5::numeric AS x", Int.self)
                    wrong("SELECT 1.5::numeric AS x", Double.self)
                    wrong("SELECT 1 AS x", String.self)
                    wrong("SELECT 1 AS x", Bool.self)
                    wrong("SELECT now() AS x", String.self)
                    wrong("SELECT now()::timestamp AS x", Date.self)
                    wrong("SELECT gen_random_uuid() AS x", String.self)
                    wrong("SELECT 'a'::text AS x", UUID.self)
                    wrong("SELECT 'a'::text AS x", [UInt8].self)
                    wrong("SELECT '{a}'::text[] AS x", [Int].self)
                    wrong("SELECT '{a,NULL}'::text[] AS x", [String].self)
                    wrong("SELECT '{{1,2},{3,4}}'::bigint[] AS x", [Int].self)
                    self.expectProblem(in: "y", .dataException) {
                        _ = try tx.one("SELECT 1 AS x") { try $0.get("y", as: Int.self) }
                    }
                    self.expectProblem(in: "number 1", .dataException) {
                        _ = try tx.one("SELECT 1 AS x") { try $0.get(1, as: Int.self) }
                    }
                }
            }
        }
    }

    @Test("A moment that PostgreSQL cannot hold and a zero byte in a text are refused, not cut")
    func notEncodable() async throws {
        try await TestDatabase.with { database, _ in
            let moment = await #expect(throws: PostgresError.self) {
                try await database.read { tx in _ = try tx.execute("SELECT \(Date(timeIntervalSince1970: 1e300))") }
            }
            #expect(moment?.kind == .decoding && moment?.column == "$1")
            let zero = await #expect(throws: PostgresError.self) {
                try await database.read { tx in _ = try tx.execute("SELECT \("a\0b")") }
            }
            #expect(zero?.sqlState == "22021")
            let list = await #expect(throws: PostgresError.self) {
                try await database.read { tx in _ = try tx.execute("SELECT \(["a\0b"])") }
            }
            #expect(list?.kind == .decoding)
        }
    }

    @Test("Moments are read in every zone that a session may be set to")
    func zones() async throws {
        try await TestDatabase.with { database, _ in
            let moment = try Date("2026-04-15T09:30:00Z", strategy: .iso8601)
            for zone in ["Asia/Jakarta", "Asia/Kolkata", "America/St_Johns", "UTC"] {
                let read = try await database.transaction { tx in
                    try tx.execute("SELECT set_config('TimeZone', \(zone), true)")
                    return try tx.one("SELECT \(moment) AS \(identifier: zone)") { try $0.get(0, as: Date.self) }
                }
                #expect(read == moment)
            }
        }
    }
}
