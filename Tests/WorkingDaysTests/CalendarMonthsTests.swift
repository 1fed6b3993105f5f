import Contracts
import Testing
import WorkingDays

@Suite("Calendar months")
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
}
