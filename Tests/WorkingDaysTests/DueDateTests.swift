import Contracts
import Foundation
import Testing
import WorkingDays

@Suite("The legal clock")
struct DueDateTests {
    let calendar: WorkingDayCalendar
    let unit = UnitCode.headquarters
    let hours: [Int?] = [930, 930, 930, 930, 960, nil, nil]

    init() throws { self.calendar = WorkingDayCalendar(try HolidayFile.bundled()) }

    func due(_ day0: String, _ count: Int, unit: UnitCode? = nil, calendar: WorkingDayCalendar? = nil) throws -> DueDate
    {
        let day = try #require(Day(day0))
        return try DueDate(
            declared: day.moment(secondsAfterMidnight: 36_000, offset: TimeZoneName.wib.offset), workingDays: count,
            calendar: calendar ?? self.calendar, unit: unit ?? self.unit, zone: .wib, closingMinutes: self.hours)
    }

    @Test(
        "Known declarations are due on the days that were counted by hand",
        arguments: [
            ("2025-08-14", ["2025-08-20", "2025-08-22", "2025-08-29", "2025-09-04", "2025-11-10"]),
            ("2026-03-13", ["2026-03-25", "2026-03-27", "2026-04-06", "2026-04-10", "2026-06-24"]),
            ("2026-08-13", ["2026-08-19", "2026-08-21", "2026-08-31", "2026-09-04", "2026-11-09"]),
            ("2026-12-14", ["2026-12-17", "2026-12-21", "2026-12-30", "2027-01-07", "2027-03-23"]),
            ("2027-05-04", ["2027-05-10", "2027-05-12", "2027-05-25", "2027-05-31", "2027-08-04"]),
        ])
    func vectors(day0: String, expected: [String]) throws {
        for (count, day) in zip([3, 5, 10, 14, 60], expected) {
            #expect(try self.due(day0, count).day.description == day, "\(day0) + \(count)")
        }
    }

    @Test("Without collective leave the fourteenth day comes earlier")
    func collectiveLeaveCountsOnlyWhenItIsOff() throws {
        var version = try HolidayFile.bundled()
        version.daysOff.removeAll { $0.kind == .collectiveLeave }
        let calendar = WorkingDayCalendar(version)
        let vectors = [
            ("2025-08-14", "2025-09-03"), ("2026-03-13", "2026-04-06"), ("2026-08-13", "2026-09-04"),
            ("2026-12-14", "2027-01-06"), ("2027-05-04", "2027-05-27"),
        ]
        for (day0, expected) in vectors {
            #expect(try self.due(day0, 14, calendar: calendar).day.description == expected)
        }
    }

    @Test(
        "Each year has the number of working days that the decrees leave",
        arguments: [
            (2024, 238), (2025, 237), (2026, 240), (2027, 242),
        ])
    func workingDaysPerYear(year: Int, expected: Int) throws {
        let first = try #require(Day(year: year, month: 1, day: 1))
        let last = try #require(Day(year: year, month: 12, day: 31))
        #expect(try self.calendar.workingDays(from: first, through: last, at: self.unit) == expected)
    }

    @Test("Day 0 is the local date of the unit, not the date in London")
    func dayZeroIsLocal() throws {
        let moment = try #require(ContractJSON.date(from: "2026-08-12T15:30:00Z"))
        func day(_ zone: TimeZoneName) throws -> Day {
            try DueDate(
                declared: moment, workingDays: 1, calendar: self.calendar, unit: self.unit, zone: zone,
                closingMinutes: []
            ).day
        }
        // 22:30 of the 12th in Jakarta, 00:30 of the 13th in Jayapura.
        #expect(try day(.wib).description == "2026-08-13")
        #expect(try day(.wit).description == "2026-08-14")
    }

    @Test("The clock ends with the service hours, or with the day where no hours are known")
    func endOfTheClock() throws {
        let thursday = try self.due("2026-08-12", 1)
        #expect(ContractJSON.text(of: thursday.moment) == "2026-08-13T08:30:00.000Z")
        let friday = try self.due("2026-08-13", 1)
        #expect(ContractJSON.text(of: friday.moment) == "2026-08-14T09:00:00.000Z")
        let unknown = try DueDate(
            declared: friday.moment, workingDays: 1, calendar: self.calendar, unit: self.unit, zone: .wita,
            closingMinutes: [])
        #expect(ContractJSON.text(of: unknown.moment) == "2026-08-18T15:59:59.000Z")
    }

    @Test("A regional day off counts only at its unit")
    func regionalDayOff() throws {
        let mempawah = try #require(UnitCode("6104"))
        var version = try HolidayFile.bundled()
        let day = try #require(Day("2026-08-13"))
        version.daysOff.append(.init(day: day, kind: .regional, name: "Pilkada ulang", source: "SK", unit: mempawah))
        let calendar = WorkingDayCalendar(version)
        #expect(try self.due("2026-08-12", 1, unit: mempawah, calendar: calendar).day.description == "2026-08-14")
        #expect(try self.due("2026-08-12", 1, calendar: calendar).day.description == "2026-08-13")
    }

    @Test("A clock that leaves the covered years is an error that names the day")
    func beyondTheCalendar() throws {
        #expect {
            try self.due("2027-12-20", 14)
        } throws: { error in
            guard case CalendarError.notCovered(let day, _, let until) = error else { return false }
            return day.description == "2028-01-01" && until.description == "2027-12-31"
        }
        #expect(throws: CalendarError.self) { try self.due("2023-12-31", 1) }
    }
}
