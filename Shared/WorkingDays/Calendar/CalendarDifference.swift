public import Contracts

/// What a newer calendar version changes about working days: the days that a decree has taken away or given back. A day
/// off that falls on a Saturday or Sunday changes nothing, whoever names it.
public struct CalendarDifference: Hashable, Sendable {
    /// One day that is another one now.
    public struct Change: Hashable, Sendable {
        /// Which way.
        public enum Turn: Hashable, Sendable { case becameOff, becameWorking }

        /// The day.
        public let day: Day
        /// Which way.
        public let turn: Turn
        /// The day off as the newer version names it, or as the older one did.
        public let reason: CalendarVersion.DayOff

        /// In Indonesian, with the source.
        public var words: String {
            let date = IndonesianDate.withWeekday(self.day)
            let name = "\(self.reason.kind.label) \(self.reason.name), sumber: \(self.reason.source)"
            switch self.turn {
            case .becameOff: return "\(date) menjadi hari libur (\(name))"
            case .becameWorking: return "\(date) kembali menjadi hari kerja (semula \(name))"
            }
        }
    }

    /// The older version's number.
    public let from: Int
    /// The newer version's number.
    public let to: Int
    private let everywhere: [Change]
    private let regional: [UnitCode: [Change]]

    /// Compares two versions. Only days that both of them cover can have changed.
    public init(from older: CalendarVersion, to newer: CalendarVersion) {
        self.from = older.version
        self.to = newer.version
        let first = max(older.coveredFrom, newer.coveredFrom)
        let last = min(older.coveredUntil, newer.coveredUntil)
        func off(_ version: CalendarVersion, _ unit: UnitCode?) -> [Day: CalendarVersion.DayOff] {
            var found: [Day: CalendarVersion.DayOff] = [:]
            for dayOff in version.daysOff where dayOff.unit == nil || dayOff.unit == unit {
                guard first <= dayOff.day, dayOff.day <= last, dayOff.day.weekday <= 5 else { continue }
                if found[dayOff.day] == nil || dayOff.unit == nil { found[dayOff.day] = dayOff }
            }
            return found
        }
        func changes(_ unit: UnitCode?) -> [Change] {
            let before = off(older, unit)
            let after = off(newer, unit)
            let added = after.filter { before[$0.key] == nil }.map { Change(day: $0, turn: .becameOff, reason: $1) }
            let gone = before.filter { after[$0.key] == nil }.map { Change(day: $0, turn: .becameWorking, reason: $1) }
            return (added + gone).sorted { $0.day < $1.day }
        }
        self.everywhere = changes(nil)
        let units = Set((older.daysOff + newer.daysOff).compactMap(\.unit))
        self.regional = Dictionary(uniqueKeysWithValues: units.map { ($0, changes($0)) })
    }

    /// Every change for a unit, in order of days.
    public func changes(at unit: UnitCode) -> [Change] { self.regional[unit] ?? self.everywhere }

    /// The changes for a unit after a day, up to and including another.
    public func changes(at unit: UnitCode, after first: Day, through last: Day) -> [Change] {
        self.changes(at: unit).filter { first < $0.day && $0.day <= last }
    }

    /// The first and the last day that changes anywhere; `nil` when no working day changes.
    public var span: ClosedRange<Day>? {
        let days = (self.everywhere + self.regional.values.joined()).map(\.day)
        guard let first = days.min(), let last = days.max() else { return nil }
        return first...last
    }
}
