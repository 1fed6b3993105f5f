public import Foundation

/// The record of the national system that tests of several services import: one that was really filed, misspelt keys and
/// all.
public enum NationalRecord {
    /// Where it lies.
    public static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "ActivityFormTests/Fixtures/romantik-record.json")

    /// Its bytes.
    public static func json() throws -> [UInt8] { Array(try Data(contentsOf: self.file)) }
}
