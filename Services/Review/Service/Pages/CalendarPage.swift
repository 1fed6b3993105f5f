import Contracts
import Foundation
import Web
import WorkingDays

/// The model of `calendar.mustache`: the days on which units do not work, each with its decree, for everybody.
struct CalendarPage {
    struct YearLink {
        let text: String
        let href: String
        let current: Bool
    }

    struct DayLine {
        let date: String
        let kind: String
        let name: String
        let place: String
        let source: String
    }

    struct VersionLine {
        let text: String
    }

    let lead: String
    let warning: String?
    /// That the year that was asked for is not covered, and which are.
    let notice: String?
    let years: [YearLink]
    let heading: String
    let summary: String
    let hasDays: Bool
    let days: [DayLine]
    let versions: [VersionLine]
    let rule: String

    /// The page of a year; without a year, or with one that is not covered, of the nearest that is.
    ///
    /// - Parameter history: every version, newest first.
    static func page(
        _ history: [(version: CalendarVersion, loadedAt: Date)], year: Int?, units: [UnitCode: String],
        rules: ClockRules, now: Date
    ) throws(CalendarError) -> CalendarPage {
        guard let newest = history.first?.version else {
            return CalendarPage(lead: "Kalender kerja belum dimuat.", rule: rules.workingWeek.source)
        }
        return try CalendarPage(newest, history, year: year, units: units, rules: rules, now: now)
    }

    private init(
        _ newest: CalendarVersion, _ history: [(version: CalendarVersion, loadedAt: Date)], year wanted: Int?,
        units: [UnitCode: String], rules: ClockRules, now: Date
    ) throws(CalendarError) {
        let first = newest.coveredFrom.parts.year
        let last = newest.coveredUntil.parts.year
        let present = Day(of: now, offset: TimeZoneName.wib.offset).parts.year
        let year = min(last, max(first, wanted ?? present))
        self.notice =
            wanted.flatMap { $0 == year ? nil : $0 }.map {
                let covered = first == last ? "tahun \(first)" : "tahun \(first) sampai \(last)"
                return "Tahun \($0) tidak tercakup; kalender kerja mencakup \(covered), dan di bawah ini tahun \(year)."
            }
        let from = max(newest.coveredFrom, Day(year: year, month: 1, day: 1) ?? newest.coveredFrom)
        let until = min(newest.coveredUntil, Day(year: year, month: 12, day: 31) ?? newest.coveredUntil)
        self.lead =
            "Kalender kerja versi \(newest.version) mencakup \(IndonesianDate.text(newest.coveredFrom)) sampai "
            + "\(IndonesianDate.text(newest.coveredUntil)). Menurut kalender ini tenggat pelayanan dihitung."
        let coverage = CalendarCoverage(of: newest, warnFrom: rules.coverageWarningDays.value)
        self.warning =
            coverage.isEnding(at: now)
            ? "Cakupan kalender kerja segera berakhir. Kalender tahun berikutnya sedang menunggu dimuat." : nil
        self.years = (first...last).map {
            YearLink(text: "\($0)", href: "/kalender?tahun=\($0)", current: $0 == year)
        }
        self.heading = "Hari libur \(year)"
        let count = try WorkingDayCalendar(newest).workingDays(from: from, through: until, at: .headquarters)
        self.summary = "\(count) hari kerja, tanpa memperhitungkan libur daerah."
        let days = newest.daysOff.filter { from <= $0.day && $0.day <= until }
        self.days = days.map { day in
            DayLine(
                date: IndonesianDate.withWeekday(day.day), kind: day.kind.label, name: day.name,
                place: day.unit.map { unit in units[unit].map { "\($0) (\(unit))" } ?? "unit \(unit)" } ?? "semua unit",
                source: day.source)
        }
        self.hasDays = !days.isEmpty
        self.versions = history.map { entry in
            VersionLine(
                text: "Versi \(entry.version.version), dimuat \(IndonesianDate.text(entry.loadedAt, in: .wib))"
                    + (entry.version.reason.map { ": \($0)." } ?? "."))
        }
        self.rule = rules.workingWeek.source
    }

    private init(lead: String, rule: String) {
        self.lead = lead
        self.rule = rule
        (self.warning, self.notice, self.heading, self.summary) = (nil, nil, "Hari libur", "")
        (self.years, self.hasDays, self.days, self.versions) = ([], false, [], [])
    }
}
