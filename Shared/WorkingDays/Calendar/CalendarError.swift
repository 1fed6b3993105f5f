public import Contracts

/// Why the calendar cannot answer. It never guesses.
public enum CalendarError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The day lies outside the days that the calendar version knows about: a later one needs a newer version.
    case notCovered(Day, from: Day, until: Day)

    /// In words, without personal data.
    public var description: String {
        switch self {
        case .notCovered(let day, let from, let until):
            "the calendar covers \(from) to \(until); \(day) lies outside"
                + (day > until ? ": a newer calendar is needed" : ", before its first day")
        }
    }
}
