/// A version of the working-day calendar: the days off that are not Saturdays or Sundays by themselves.
public struct CalendarVersion: Hashable, Sendable, Codable {
    /// Why a day is off.
    public enum Kind: String, Hashable, Sendable, Codable {
        /// Hari libur nasional.
        case nationalHoliday = "libur_nasional"
        /// Cuti bersama; a day off for civil servants.
        case collectiveLeave = "cuti_bersama"
        /// Only in one unit's region.
        case regional = "libur_daerah"
    }

    /// One day off.
    public struct DayOff: Hashable, Sendable, Codable {
        /// The day.
        public var day: Day
        /// Why.
        public var kind: Kind
        /// Its name, in Indonesian.
        public var name: String
        /// The decree or page it comes from.
        public var source: String
        /// Where it applies; `nil` is everywhere.
        public var unit: UnitCode?
        /// A day off.
        public init(day: Day, kind: Kind, name: String, source: String, unit: UnitCode? = nil) {
            self.day = day
            self.kind = kind
            self.name = name
            self.source = source
            self.unit = unit
        }
    }

    /// From 1.
    public var version: Int
    /// The first day about which the calendar knows.
    public var coveredFrom: Day
    /// The last day about which the calendar knows; a due date beyond it is an error, never a guess.
    public var coveredUntil: Day
    /// In order of days.
    public var daysOff: [DayOff]
    /// Why this version came: the decree that changed the one before. `nil` where nobody said it, as in versions that
    /// were published before this field was there.
    public var reason: String?

    /// A version with everything said.
    public init(version: Int, coveredFrom: Day, coveredUntil: Day, daysOff: [DayOff], reason: String? = nil) {
        self.version = version
        self.coveredFrom = coveredFrom
        self.coveredUntil = coveredUntil
        self.daysOff = daysOff
        self.reason = reason
    }
}
