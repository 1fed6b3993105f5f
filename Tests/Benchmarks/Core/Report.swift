import Foundation
import Glibc
import Postgres

/// What a block prints: `{"mark": "begin"}`, `{"mark": "end"}` around what is measured, and its figures at the end. The
/// driver reads the processors' clocks when it sees a mark.
enum Report {
    static func begin() { self.line(["mark": "begin"]) }

    static func end() { self.line(["mark": "end"]) }

    static func figures(_ figures: [String: any Encodable & Sendable]) { self.line(figures) }

    private static func line(_ values: [String: any Encodable & Sendable]) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        // Numbers and texts can always be encoded.
        guard let data = try? encoder.encode(values.mapValues { Value(value: $0) }) else { return }
        print(String(decoding: data, as: UTF8.self))
        fflush(nil)
    }

    private struct Value: Encodable {
        let value: any Encodable

        func encode(to encoder: any Encoder) throws { try self.value.encode(to: encoder) }
    }
}

extension Duration {
    /// As the reports have it.
    var seconds: Double { self / .seconds(1) }
}

/// Pages in main memory that belong to no file, in bytes: what the process alone has in use.
func ownMemory() -> Int {
    // Without it the figure is zero, which the driver takes for a broken block.
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
    let line = text.split(separator: "\n").first { $0.hasPrefix("RssAnon:") } ?? ""
    return (line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
}

extension Database {
    /// Rows of a table of the benchmarks' databases.
    func count(_ table: SQL) async throws -> Int {
        try await self.read { tx in try tx.one("SELECT count(*) FROM \(table)") { try $0.get(0) } }
    }
}
