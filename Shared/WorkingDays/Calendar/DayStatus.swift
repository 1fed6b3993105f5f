public import Contracts

/// What a day is for a unit.
public enum DayStatus: Hashable, Sendable {
    /// The office works.
    case working
    /// Saturday or Sunday without another reason.
    case weekend
    /// Off, with the name of the day and the decree that it comes from.
    case off(CalendarVersion.DayOff)
}

extension CalendarVersion.Kind {
    /// As it is said in Indonesian.
    public var label: String {
        switch self {
        case .nationalHoliday: "libur nasional"
        case .collectiveLeave: "cuti bersama"
        case .regional: "libur daerah"
        }
    }
}
