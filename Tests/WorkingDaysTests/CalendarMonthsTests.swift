import Contracts
import Testing
import WorkingDays

@Suite("Calendar months and the holiday file")
struct CalendarMonthsTests {
    @Test(
        "Three months later is the same day, or the last of a shorter month",
        arguments: [
            ("2025-09-11", "2025-12-11"), ("2026-11-21", "2027-02-21"), ("2026-11-30", "2027-02-28"),
            ("2027-11-30", "2028-02-29"), ("2026-12-31", "2027-03-31"), ("2026-01-31", "2026-04-30"),
            ("2026-10-01", "2027-01-01"),
        ])
    func threeMonths(from: String, expected: String) throws {
        #expect(try #require(Day(from)).adding(months: 3).description == expected)
    }

    @Test("Months can be counted back")
    func back() throws {
        #expect(try #require(Day("2026-01-15")).adding(months: -1).description == "2025-12-15")
        #expect(try #require(Day("2026-12-15")).adding(months: -12).description == "2025-12-15")
    }

    @Test(
        "A line that cannot be read names its number",
        arguments: [
            "2026-02-30,libur_nasional,X,Y", "2026-02-03,libur,X,Y", "2026-02-03,libur_nasional,,Y",
            "2026-02-03,libur_nasional,X", "2026-02-03,libur_nasional,X,Y,61", "2026-01-01,cuti_bersama,X,Y",
        ])
    func unreadable(line: String) {
        #expect {
            try HolidayFile.read(
                "date,kind,name,source\n2026-01-01,libur_nasional,Tahun Baru,SKB\n\(line)\n", version: 1)
        } throws: { error in
            guard case CalendarError.unreadableLine(3, _) = error else { return false }
            return true
        }
    }

    @Test("The bundled file covers four whole years with 108 days off")
    func bundled() throws {
        let version = try HolidayFile.bundled()
        #expect(version.daysOff.count == 108)
        #expect(version.coveredFrom.description == "2024-01-01")
        #expect(version.coveredUntil.description == "2027-12-31")
    }
}
