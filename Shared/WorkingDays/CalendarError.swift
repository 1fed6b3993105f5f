public import Contracts

/// Why the calendar cannot answer. It never guesses.
public enum CalendarError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The day lies outside the days that the calendar version knows about: a newer version must be loaded first.
    case notCovered(Day, from: Day, until: Day)
    /// A line of a calendar file cannot be read; lines count from 1.
    case unreadableLine(Int, String)

    /// In words, without personal data.
    public var description: String {
        switch self {
        case .notCovered(let day, let from, let until):
            "the calendar covers \(from) to \(until); \(day) lies outside: load a newer calendar version"
        case .unreadableLine(let line, let reason):
            "line \(line) of the calendar file: \(reason)"
        }
    }
}
