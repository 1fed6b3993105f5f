public import Contracts
import Foundation

/// Reads a calendar from lines `date,kind,name,source[,unit]` under a heading (``Contracts/CommaSeparatedLine``).
///
/// | kind | means |
/// |---|---|
/// | `libur_nasional`, `cuti_bersama` | off everywhere |
/// | `libur_pemilihan` | off everywhere; with a unit, only there |
/// | `libur_daerah` | off at the unit, which must be named |
/// | `cakupan_dari`, `cakupan_sampai` | first and last day that the file knows about |
///
/// Without the two lines of coverage the file covers its years whole, and each of them must then name 1 January and
/// 25 December: a decree of a year always does, and a year of which only some days are known is not covered by accident.
public enum HolidayFile {
    /// The version that comes with this module.
    public static let bundledVersion = 2

    /// The calendar that comes with this module: 2024 to 2027, each day with its decree.
    ///
    /// - Throws: ``DataFault``, or Foundation's error when the file is missing: a fault of the build.
    public static func bundled() throws -> CalendarVersion {
        let file = Bundle.module.bundleURL.appending(path: "Data/holidays.csv")
        return try self.read(
            try String(contentsOf: file, encoding: .utf8), version: self.bundledVersion, file: "holidays.csv",
            reason: "Setiap hari libur memuat keputusan yang menjadi sumbernya; hari liburnya sama dengan versi 1")
    }

    /// Reads a whole file.
    ///
    /// - Parameters:
    ///   - version: from 1; newer versions have greater numbers.
    ///   - file: the name for errors.
    ///   - reason: the decree that made a new version necessary, in Indonesian.
    ///   - isUnit: whether there is a unit with this code: a day off of a unit that does not exist would move no clock.
    /// - Throws: ``DataFault`` for the first fault; nothing of the file is used then.
    public static func read(
        _ text: String, version: Int, file: String = "calendar", reason: String? = nil,
        isUnit: (UnitCode) -> Bool = { _ in true }
    ) throws(DataFault) -> CalendarVersion {
        // CR and LF together are one Character in Swift, so lines are divided by `isNewline`, not by "\n".
        let lines = text.drop { $0 == "\u{FEFF}" }.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard version >= 1 else {
            throw DataFault(
                file: file, field: "", reason: "a version is a number from 1, not \(version)")
        }
        guard let heading = lines.first.flatMap({ CommaSeparatedLine($0) }), self.headings.contains(heading.fields)
        else {
            throw DataFault(
                file: file, line: 1, field: "", reason: "the heading must be date,kind,name,source or …,source,unit")
        }
        var content = Content()
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            try content.take(line, number: index + 1, file: file, isUnit: isUnit)
        }
        let (from, until) = try content.coverage(file: file)
        for line in content.lines where line.day < from || until < line.day {
            throw DataFault(
                file: file, line: line.line, field: "date",
                reason: "\(line.day) lies outside the covered days \(from) to \(until)")
        }
        return CalendarVersion(
            version: version, coveredFrom: from, coveredUntil: until,
            daysOff: content.daysOff.sorted { ($0.day, $0.unit?.text ?? "") < ($1.day, $1.unit?.text ?? "") },
            reason: reason)
    }

    /// The fourth column of the first files was called by how sure its source was.
    private static let headings: [[String]] = [
        ["date", "kind", "name", "source"], ["date", "kind", "name", "source", "unit"],
        ["date", "kind", "name", "certainty"], ["date", "kind", "name", "certainty", "unit"],
    ]

    /// What has been read so far.
    private struct Content {
        var daysOff: [CalendarVersion.DayOff] = []
        var lines: [(day: Day, line: Int)] = []
        var from: Day?
        var until: Day?
        private var places: [String: Int] = [:]

        mutating func take(
            _ line: Substring, number: Int, file: String, isUnit: (UnitCode) -> Bool
        ) throws(DataFault) {
            func fault(_ field: String, _ reason: String) -> DataFault {
                DataFault(file: file, line: number, field: field, reason: reason)
            }
            guard let fields = CommaSeparatedLine(line)?.fields else {
                throw fault("", "a quotation mark is not closed")
            }
            guard fields.count == 4 || fields.count == 5 else {
                throw fault("", "has \(fields.count) fields instead of 4 or 5")
            }
            guard let day = Day(fields[0]) else { throw fault("date", "there is no date \"\(fields[0])\"") }
            let unitText = fields.count == 5 ? fields[4] : ""
            let unit = UnitCode(unitText)
            guard unit != nil || unitText.isEmpty else { throw fault("unit", "\"\(unitText)\" is not a unit's code") }
            if let unit, !isUnit(unit) { throw fault("unit", "there is no unit \(unit)") }
            guard !fields[2].isEmpty else { throw fault("name", "the day has no name") }
            guard !fields[3].isEmpty else { throw fault("source", "the day has no source") }
            let kind: CalendarVersion.Kind
            switch (fields[1], unit) {
            case ("cakupan_dari", nil):
                guard self.from == nil else { throw fault("kind", "cakupan_dari stands twice") }
                self.from = day
                return
            case ("cakupan_sampai", nil):
                guard self.until == nil else { throw fault("kind", "cakupan_sampai stands twice") }
                self.until = day
                return
            case ("libur_nasional", nil), ("libur_pemilihan", nil): kind = .nationalHoliday
            case ("cuti_bersama", nil): kind = .collectiveLeave
            case ("libur_daerah", .some), ("libur_pemilihan", .some): kind = .regional
            case ("libur_daerah", nil): throw fault("unit", "libur_daerah needs the code of its unit")
            case ("libur_nasional", .some), ("cuti_bersama", .some), ("cakupan_dari", .some), ("cakupan_sampai", .some):
                throw fault("unit", "\(fields[1]) applies everywhere and names no unit")
            default: throw fault("kind", "there is no kind \"\(fields[1])\"")
            }
            if let other = self.places.updateValue(number, forKey: "\(day) \(unitText)") {
                throw fault("date", "\(day) stands in line \(other) already")
            }
            self.daysOff.append(.init(day: day, kind: kind, name: fields[2], source: fields[3], unit: unit))
            self.lines.append((day, number))
        }

        func coverage(file: String) throws(DataFault) -> (from: Day, until: Day) {
            func fault(_ reason: String) -> DataFault {
                DataFault(file: file, field: "", reason: reason)
            }
            switch (self.from, self.until) {
            case (let from?, let until?):
                guard from <= until else { throw fault("cakupan_sampai \(until) lies before cakupan_dari \(from)") }
                return (from, until)
            case (.some, nil): throw fault("cakupan_dari stands without cakupan_sampai")
            case (nil, .some): throw fault("cakupan_sampai stands without cakupan_dari")
            case (nil, nil): break
            }
            let everywhere = Set(self.daysOff.filter { $0.unit == nil }.map(\.day))
            let years = self.daysOff.map(\.day.parts.year)
            guard let first = years.min(), let last = years.max() else { throw fault("the file names no day off") }
            for year in first...last {
                for (month, day) in [(1, 1), (12, 25)] {
                    guard let known = Day(year: year, month: month, day: day), everywhere.contains(known) else {
                        throw fault(
                            "\(year) is not whole: \(day == 1 ? "1 January" : "25 December") is missing. A file that "
                                + "covers part of a year says so in lines cakupan_dari and cakupan_sampai")
                    }
                }
            }
            guard let from = Day(year: first, month: 1, day: 1), let until = Day(year: last, month: 12, day: 31) else {
                throw fault("the years \(first) to \(last) are outside the calendar")
            }
            return (from, until)
        }
    }
}
