import Foundation
import Testing

@testable import Postgres

@Suite("SQL text")
struct SQLTests {
    enum Colour: String { case red }

    @Test("Interpolated values become numbered binds with their types")
    func binds() {
        let id = UUID()
        let missing: Int? = nil
        let sql: SQL = "INSERT INTO t VALUES (\(id), \("x'); DROP TABLE t; --"), \(missing), \(Colour.red))"
        #expect(sql.text == "INSERT INTO t VALUES ($1, $2, $3, $4)")
        #expect(sql.binds.map(\.type) == [.uuid, .text, .int8, .text])
        #expect(sql.binds[2].value == .null)
        #expect(sql.binds[3].value == .binary(Array("red".utf8)))
    }

    @Test("Fragments are joined and their binds renumbered")
    func fragments() {
        let filter: SQL = "a = \(1) AND b = \("x")"
        let sql: SQL = "SELECT \(true) WHERE \(filter)" + " LIMIT \(10)"
        #expect(sql.text == "SELECT $1 WHERE a = $2 AND b = $3 LIMIT $4")
        #expect(sql.binds.map(\.type) == [.bool, .int8, .text, .int8])
    }

    @Test("Identifiers are quoted, also those with quotes inside")
    func identifiers() {
        let sql: SQL = "SELECT * FROM \(identifier: "a\"b") \(unsafeRaw: "FOR UPDATE")"
        #expect(sql.text == "SELECT * FROM \"a\"\"b\" FOR UPDATE")
    }

    @Test(
        "Arrays of one dimension survive their text form",
        arguments: [
            [], [""], ["a"], ["a,b", "c\"d", "e\\f", "{g}", " h ", "NULL", "é", "\n"],
        ])
    func arrays(_ elements: [String]) throws {
        #expect(try ArrayText.read(Array(ArrayText.write(elements).utf8)) == elements)
    }

    @Test("Statements are prepared when seen for the second time, and the oldest gives way")
    func cache() {
        var cache = StatementCache(capacity: 2)
        func key(_ text: String) -> StatementCache.Key { StatementCache.Key(text: text, types: []) }
        func prepare(_ text: String) -> String? {
            guard case .prepare(let name, let dropping) = cache.advise(key(text)) else { return nil }
            cache.remember(key(text), as: StatementCache.Prepared(name: name, isBinary: true))
            return dropping ?? name
        }
        #expect(cache.advise(key("a")) == .sendPlain)
        let first = prepare("a")
        #expect(cache.advise(key("b")) == .sendPlain)
        _ = prepare("b")
        #expect(cache.advise(key("a")) == .use(StatementCache.Prepared(name: first ?? "", isBinary: true)))
        #expect(cache.advise(key("c")) == .sendPlain)
        // "b" was used less recently than "a".
        guard case .prepare(_, let dropped) = cache.advise(key("c")) else {
            Issue.record("not prepared")
            return
        }
        #expect(dropped != nil && dropped != first)
    }
}
