import Contracts
import Foundation
import Testing
import WorkingDays

@Suite("The calendar and how it changes")
struct CalendarTests {
    @Test("A day that is off everywhere and in a region says that it is off everywhere")
    func nationalFirst() throws {
        var version = try HolidayFile.bundled()
        version.daysOff.insert(Samples.off("2026-08-17", .regional, "Hari jadi", unit: Samples.mempawah), at: 0)
        let calendar = WorkingDayCalendar(version)
        guard case .off(let day) = try calendar.status(of: Samples.day("2026-08-17"), at: Samples.mempawah) else {
            Issue.record("17 August is a day off")
            return
        }
        #expect(day.kind == .nationalHoliday)
        #expect(try calendar.status(of: Samples.day("2026-08-15"), at: Samples.mempawah) == .weekend)
        #expect(try calendar.isWorkingDay(Samples.day("2026-08-18"), at: Samples.mempawah))
    }

    @Test("A span of working days that leaves the calendar is an error; one that ends before it begins has none")
    func spans() throws {
        let calendar = WorkingDayCalendar(try HolidayFile.bundled())
        func count(_ from: String, _ until: String) throws -> Int {
            try calendar.workingDays(from: Samples.day(from), through: Samples.day(until), at: .headquarters)
        }
        #expect(try count("2026-08-14", "2026-08-18") == 2)
        #expect(try count("2026-08-18", "2026-08-14") == 0)
        #expect(try count("2024-01-01", "2024-01-01") == 0)
        #expect { try count("2027-12-30", "2028-01-03") } throws: {
            "\($0)" == "the calendar covers 2024-01-01 to 2027-12-31; 2028-01-01 lies outside: "
                + "a newer calendar is needed"
        }
    }

    @Test("A day before the calendar is told from one after it: no newer calendar helps there")
    func before() throws {
        let calendar = WorkingDayCalendar(try HolidayFile.bundled())
        #expect {
            try calendar.workingDays(
                from: Samples.day("2023-12-30"), through: Samples.day("2024-01-03"), at: .headquarters)
        } throws: {
            "\($0)" == "the calendar covers 2024-01-01 to 2027-12-31; 2023-12-30 lies outside, before its first day"
        }
    }

    @Test("A calendar that covers nothing answers nothing")
    func empty() {
        let day = Samples.day("2026-01-02")
        let calendar = WorkingDayCalendar(
            CalendarVersion(version: 1, coveredFrom: day, coveredUntil: day.advanced(by: -1), daysOff: []))
        #expect(throws: CalendarError.self) { try calendar.status(of: day, at: .headquarters) }
        #expect(throws: CalendarError.self) { try calendar.day(after: day, workingDays: 1, at: .headquarters) }
    }

    @Test("A change of days off is told with its source, and only where and when it makes a difference")
    func difference() throws {
        let older = try HolidayFile.bundled()
        var newer = older
        newer.version = 3
        newer.daysOff.removeAll { $0.day == Samples.day("2026-12-24") }
        newer.daysOff += [
            Samples.off("2026-12-12", .nationalHoliday, "Sabtu"),
            Samples.off("2026-12-09", .regional, "Pilkada ulang", source: "SK KPU", unit: Samples.mempawah),
        ]
        let difference = CalendarDifference(from: older, to: newer)
        #expect(difference.changes(at: .headquarters).map(\.day.description) == ["2026-12-24"])
        #expect(difference.changes(at: Samples.mempawah).map(\.day.description) == ["2026-12-09", "2026-12-24"])
        #expect(difference.span == Samples.day("2026-12-09")...Samples.day("2026-12-24"))
        #expect(
            difference.changes(at: Samples.mempawah)[0].words
                == "Rabu, 9 Desember 2026 menjadi hari libur (libur daerah Pilkada ulang, sumber: SK KPU)")
        #expect(
            difference.changes(at: Samples.mempawah)[1].words.hasPrefix(
                "Kamis, 24 Desember 2026 kembali menjadi hari kerja (semula cuti bersama Cuti Bersama Hari Raya Natal"))
        let nine = Samples.day("2026-12-09")
        #expect(difference.changes(at: Samples.mempawah, after: nine, through: nine).isEmpty)
        #expect(difference.changes(at: Samples.mempawah, after: nine.advanced(by: -1), through: nine).count == 1)
        #expect(CalendarDifference(from: older, to: older).span == nil)
    }

    @Test("The year that a newer version adds changes no day that was known")
    func addedYear() throws {
        let older = try HolidayFile.bundled()
        var newer = older
        newer.version = 3
        newer.coveredUntil = Samples.day("2028-12-31")
        newer.daysOff.append(Samples.off("2028-01-03"))
        #expect(CalendarDifference(from: older, to: newer).span == nil)
    }

    @Test("A warning begins sixty days before the end of the coverage, by the date in Jakarta")
    func coverage() throws {
        let rules = try ClockRules.bundled()
        let coverage = CalendarCoverage(of: try HolidayFile.bundled(), warnFrom: rules.coverageWarningDays.value)
        func at(_ text: String) throws -> Date { try #require(ContractJSON.date(from: text)) }
        #expect(try coverage.daysLeft(at: at("2027-11-01T16:59:59Z")) == 60)
        #expect(try coverage.isEnding(at: at("2027-11-01T16:59:59Z")))
        #expect(try !coverage.isEnding(at: at("2027-10-31T16:59:59Z")))
        // Midnight in Jakarta.
        #expect(try coverage.isEnding(at: at("2027-10-31T17:00:00Z")))
        #expect(try coverage.daysLeft(at: at("2028-01-02T00:00:00Z")) == -2)
    }

    @Test("Kinds of days off are named in Indonesian")
    func kinds() {
        #expect(
            [CalendarVersion.Kind.nationalHoliday, .collectiveLeave, .regional].map(\.label)
                == ["libur nasional", "cuti bersama", "libur daerah"])
    }
}
