import Contracts
import Postgres

/// Reads values whose shape a CHECK of the table guarantees; a row that breaks it is a fault of ours and says so.
enum Stored {
    /// A value that no present word, unit or day stands for: written by a newer version of Review.
    struct Unreadable: Error, CustomStringConvertible {
        let column: String
        var description: String { "the column \(self.column) holds a word that this version does not know" }
    }

    static func word<Word: RawRepresentable<String>>(_ row: Row, _ column: String) throws -> Word {
        guard let word = Word(rawValue: try row.get(column, as: String.self)) else { throw Unreadable(column: column) }
        return word
    }

    static func optionalWord<Word: RawRepresentable<String>>(_ row: Row, _ column: String) throws -> Word? {
        guard let text = try row.get(column, as: String?.self) else { return nil }
        guard let word = Word(rawValue: text) else { throw Unreadable(column: column) }
        return word
    }

    static func unit(_ row: Row, _ column: String) throws -> UnitCode {
        guard let unit = UnitCode(try row.get(column, as: String.self)) else { throw Unreadable(column: column) }
        return unit
    }

    static func day(_ row: Row, _ column: String) throws -> Day {
        guard let day = Day(try row.get(column, as: String.self)) else { throw Unreadable(column: column) }
        return day
    }
}
