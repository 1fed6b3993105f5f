public import Contracts
import Foundation

/// Reads the days off from text in lines `date,kind,name,source[,unit]` with a heading line.
public enum HolidayFile {
    /// The calendar that comes with this module: version 1, 2024 to 2027 (SKB 3 Menteri and Keppres of those years).
    ///
    /// - Throws: ``CalendarError/unreadableLine(_:_:)``, or Foundation's error when the file is missing.
    public static func bundled() throws -> CalendarVersion {
        let file = Bundle.module.bundleURL.appending(path: "Data/holidays.csv")
        return try self.read(try String(contentsOf: file, encoding: .utf8), version: 1)
    }

    /// Reads a whole file; it covers every year in which it names a day, from 1 January to 31 December.
    ///
    /// - Throws: ``CalendarError/unreadableLine(_:_:)`` for a line with a date that does not exist, an unknown kind, no
    ///   name, an unknown unit, or a day that stands twice for the same place.
    public static func read(_ text: String, version: Int) throws(CalendarError) -> CalendarVersion {
        var days: [CalendarVersion.DayOff] = []
        var seen: Set<String> = []
        // CR and LF together are one Character in Swift, so lines are divided by `isNewline`, not by "\n".
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            if index == 0 || line.isEmpty { continue }
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 4 || fields.count == 5 else {
                throw .unreadableLine(index + 1, "has \(fields.count) fields instead of 4 or 5")
            }
            guard let day = Day(fields[0]) else { throw .unreadableLine(index + 1, "the date does not exist") }
            guard let kind = Self.kinds[fields[1]] else { throw .unreadableLine(index + 1, "unknown kind") }
            guard !fields[2].isEmpty else { throw .unreadableLine(index + 1, "the day has no name") }
            var unit: UnitCode?
            if fields.count == 5, !fields[4].isEmpty {
                guard let code = UnitCode(fields[4]) else { throw .unreadableLine(index + 1, "unknown unit") }
                unit = code
            }
            guard seen.insert("\(day) \(unit?.text ?? "")").inserted else {
                throw .unreadableLine(index + 1, "the day stands here a second time")
            }
            days.append(.init(day: day, kind: kind, name: fields[2], source: fields[3], unit: unit))
        }
        days.sort { ($0.day, $0.unit?.text ?? "") < ($1.day, $1.unit?.text ?? "") }
        guard let first = days.first, let last = days.last,
            let from = Day(year: first.day.parts.year, month: 1, day: 1),
            let until = Day(year: last.day.parts.year, month: 12, day: 31)
        else { throw .unreadableLine(1, "the file names no day") }
        return CalendarVersion(version: version, coveredFrom: from, coveredUntil: until, daysOff: days)
    }

    private static let kinds: [String: CalendarVersion.Kind] = [
        "libur_nasional": .nationalHoliday, "libur_pemilihan": .nationalHoliday, "cuti_bersama": .collectiveLeave,
        "libur_daerah": .regional,
    ]
}
