import ArgumentParser
import Contracts
import Foundation
import Standards
import WorkingDays

/// `layak due`
struct DueCommand: RuleCommand {
    static let configuration = CommandConfiguration(
        commandName: "due", abstract: "The last working day of a legal clock, for each date of declaration.",
        discussion: """
            Reads dates (2026-03-13) from standard input, one a line: day 0 in the unit's zone. Day 1 is the next working \
            day. A date that cannot be read, or whose clock leaves the calendar, is answered with an error; the rest go \
            on, and the exit code is 2.

            Examples:
              echo 2026-03-13 | layak due --days 14 --unit 6104
              echo 2026-03-13 | layak due --explain
              layak due --calendar new.csv < dates.txt

            The second adds every day, counted or passed over, with its source. The third counts by another calendar, \
            read as `Review calendar load` would read it.
            """)

    @Option(
        parsing: .unconditional,
        help: "Length of the clock in working days; that of the unit's service standard unless given.")
    var days: Int?
    @Option(help: "The unit in charge, four digits: days off of its region count.")
    var unit = "0000"
    @Option(help: "A calendar file (date,kind,name,source[,unit]) instead of the one that comes with the program.")
    var calendar: String?
    @Flag(help: "Adds every day from the declaration to the end.")
    var explain = false

    func validate() throws {
        if let days = self.days {
            guard (1...1000).contains(days) else { throw ValidationError("--days is from 1 to 1000") }
        }
        _ = try self.code(in: try UnitDirectory.load())
    }

    func answer(at desk: RuleDesk) throws {
        let units = try UnitDirectory.load()
        let code = try self.code(in: units)
        guard let standard = try StandardLibrary.load(units).standard(of: code) else {
            throw RuleFault("--unit: \(code) has no service standard")
        }
        let terms = ClockTerms(standard, at: code)
        let count = self.days ?? standard.workingDays
        guard let version = try self.version(units, desk) else { return }
        let calendar = WorkingDayCalendar(version)
        desk.answerEachLine { line in
            let day = try Day(written: line.trimmingCharacters(in: .whitespaces))
            let walk: Explanation
            do throws(CalendarError) {
                walk = try Explanation(
                    declared: day.moment(secondsAfterMidnight: 0, offset: terms.zone.offset), workingDays: count,
                    under: terms, calendar: calendar)
            } catch {
                guard case .notCovered(let day, _, let until) = error, day > until else { throw error }
                throw RuleFault("\(error) (--calendar FILE)")
            }
            var answer: JSONLine = [
                "from": .string(day.description), "days": .integer(count), "due": .string(walk.due.day.description),
            ]
            if self.explain {
                answer.append("dueAt", .string(ContractJSON.text(of: walk.due.moment)))
                answer.append("calendar", .integer(walk.calendarVersion))
                answer.append("explanation", .array(walk.days.map { .object(Self.line($0)) }))
            }
            return answer
        }
    }

    private static func line(_ day: CountedDay) -> JSONLine {
        [
            "day": .string(day.day.description), "number": day.number.map { .integer($0) } ?? .null,
            "words": .string("\(day.date): \(day.words(start: "dinyatakan lengkap dan jelas"))"),
            "source": .string(day.source),
        ]
    }

    /// - Throws: `ValidationError` when there is no such unit.
    private func code(in units: UnitDirectory) throws -> UnitCode {
        guard let code = UnitCode(self.unit), units.unit(code) != nil else {
            throw ValidationError(
                "--unit: there is no unit \"\(self.unit)\"; a unit is written with four digits: 0000 is headquarters; "
                    + units.codes(near: self.unit))
        }
        return code
    }

    /// The calendar to count by; `nil` when its file cannot be taken, which the desk has answered then.
    private func version(_ units: UnitDirectory, _ desk: RuleDesk) throws -> CalendarVersion? {
        guard let path = self.calendar else { return try HolidayFile.bundled() }
        var version: CalendarVersion?
        desk.answer(from: path) {
            do {
                version = try HolidayFile.read(
                    try RuleFile.text(path), version: HolidayFile.bundledVersion + 1, file: path,
                    isUnit: { units.unit($0) != nil })
            } catch let fault as DataFault {
                // The answer names the file already.
                throw RuleFault([fault.field, fault.reason].filter { !$0.isEmpty }.joined(separator: ": "))
            }
        }
        return version
    }
}
