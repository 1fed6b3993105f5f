import Contracts
import Foundation
import WorkingDays

/// Values that the tests of this module share.
enum Samples {
    static let mempawah = UnitCode("6104") ?? .headquarters
    /// 15.30, on Fridays 16.00.
    static let hours: [Int?] = [930, 930, 930, 930, 960, nil, nil]

    static func day(_ text: String) -> Day { Day(text) ?? Day(number: 0) }

    /// Ten in the morning of a day in a zone.
    static func morning(_ text: String, _ zone: TimeZoneName = .wib) -> Date {
        self.day(text).moment(secondsAfterMidnight: 36_000, offset: zone.offset)
    }

    static func terms(
        unit: UnitCode = .headquarters, zone: TimeZoneName = .wib, days: Int = 14,
        after: ServiceStandard.AfterCorrection = .newClock
    ) -> ClockTerms {
        ClockTerms(unit: unit, zone: zone, closingMinutes: self.hours, workingDays: days, afterCorrection: after)
    }

    static func off(
        _ day: String, _ kind: CalendarVersion.Kind = .nationalHoliday, _ name: String = "Hari libur",
        source: String = "SKB", unit: UnitCode? = nil
    ) -> CalendarVersion.DayOff {
        .init(day: self.day(day), kind: kind, name: name, source: source, unit: unit)
    }

    /// The bundled days, in a version that begins before the change of 7 August 2025.
    static func beforeTheDecree() throws -> CalendarVersion {
        var version = try HolidayFile.bundled()
        version.version = 1
        version.reason = nil
        version.daysOff.removeAll { $0.day == self.day("2025-08-18") }
        return version
    }
}
