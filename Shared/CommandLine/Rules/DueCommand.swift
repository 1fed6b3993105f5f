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
            read as `review calendar load` would read it.
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
    }

    func answer(at desk: RuleDesk) throws {
        let units = try UnitDirectory.load()
        guard let code = UnitCode(self.unit), units.unit(code) != nil else {
            throw RuleFault("--unit: there is no unit \"\(self.unit)\"")
        }
        guard let standard = try StandardLibrary.load(units).standard(of: code) else {
            throw RuleFault("--unit: \(code) has no service standard")
        }
        let terms = ClockTerms(standard, at: code)
        let count = self.days ?? standard.workingDays
        let calendar = WorkingDayCalendar(try self.version(units))
        desk.answerEachLine { line in
            guard let day = Day(line.trimmingCharacters(in: .whitespaces)) else {
                throw RuleFault("a date that exists is written yyyy-mm-dd")
            }
            let walk = try Explanation(
                declared: day.moment(secondsAfterMidnight: 0, offset: terms.zone.offset), workingDays: count,
                under: terms, calendar: calendar)
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

    private func version(_ units: UnitDirectory) throws -> CalendarVersion {
        guard let path = self.calendar else { return try HolidayFile.bundled() }
        do {
            return try HolidayFile.read(
                try RuleFile.text(path), version: HolidayFile.bundledVersion + 1, file: path,
                isUnit: { units.unit($0) != nil })
        } catch let fault as RuleFault {
            throw RuleFault("\(path): \(fault)")
        }
    }
}
