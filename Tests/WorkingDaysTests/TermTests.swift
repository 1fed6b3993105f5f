import Contracts
import Foundation
import Testing
import WorkingDays

@Suite("Terms that count no working days, and rules that are data")
struct TermTests {
    func at(_ text: String) throws -> Date { try #require(ContractJSON.date(from: text)) }

    @Test("Three times twenty-four hours end on the second, over a weekend and over the leap day")
    func hours() throws {
        let term = HourTerm(hours: 72)
        // Friday evening in Jakarta to Monday evening.
        #expect(try term.due(after: self.at("2026-08-14T11:30:05Z")) == self.at("2026-08-17T11:30:05Z"))
        #expect(try term.due(after: self.at("2028-02-27T23:00:00Z")) == self.at("2028-03-01T23:00:00Z"))
        #expect(term.words.hasPrefix("3 x 24 jam dihitung menurut jam"))
        #expect(HourTerm(hours: 5).words.hasPrefix("5 jam"))
    }

    @Test("Three months end with the day in the unit's zone, on whatever day of the week that is")
    func months() throws {
        let term = MonthTerm(months: 3)
        // The national system's own record: remark of 11 September, refused on 11 December 2025.
        #expect(try term.lastDay(after: self.at("2025-09-11T04:00:00Z"), in: .wib).description == "2025-12-11")
        #expect(try term.due(after: self.at("2025-11-30T04:00:00Z"), in: .wib) == self.at("2026-02-28T16:59:59Z"))
        // 30 November, 23:30 in Jakarta, is 1 December in Jayapura.
        #expect(try term.lastDay(after: self.at("2027-11-30T16:30:00Z"), in: .wit).description == "2028-03-01")
        #expect(try term.lastDay(after: self.at("2027-11-30T16:30:00Z"), in: .wib).description == "2028-02-29")
        #expect(term.words.hasPrefix("3 bulan kalender"))
    }

    @Test("Every rule that the sources leave open is data with its source")
    func rules() throws {
        let rules = try ClockRules.bundled()
        #expect(rules.monthsToAnswer.value == 3)
        #expect(rules.monthsToComplete.value == 3)
        #expect(rules.monthsToComplete.source.hasPrefix("Usulan"))
        #expect(rules.coverageWarningDays.value == 60)
        #expect(rules.firstDay.value == .nextWorkingDay)
        #expect(rules.workingWeek.source.contains("Perpres 21/2023"))
    }

    @Test(
        "A fault in the file of rules names the field",
        arguments: [
            ("\"value\": 3,", "\"value\": \"tiga\",", "monthsToAnswer/value: has the wrong type"),
            ("\"value\": 3,", "\"value\": 0,", "monthsToAnswer/value: 0 is not from 1 to 120"),
            ("\"value\": 4,", "\"value\": 121,", "monthsToComplete/value: 121 is not from 1 to 120"),
            ("\"source\": \"b\"", "\"source\": \"\"", "monthsToComplete/source: is empty"),
            ("\"value\": 60,", "", "coverageWarningDays/value: is missing"),
            ("[1, 2, 3, 4, 5]", "[1, 2, 3, 4, 5, 6]", "workingWeek/value: must be [1, 2, 3, 4, 5]"),
            ("\"Perpres 21/2023\"", "\" \"", "workingWeek/source: is empty"),
            ("\"nextWorkingDay\"", "\"sameDay\"", "firstDay/value: "), ("{", "", "aturan.json: "),
        ])
    func faults(old: String, new: String, expected: String) throws {
        let good = """
            {"firstDay": {"value": "nextWorkingDay", "source": "a"},
            "workingWeek": {"value": [1, 2, 3, 4, 5], "source": "Perpres 21/2023"},
            "monthsToAnswer": {"value": 3, "source": "a"}, "monthsToComplete": {"value": 4, "source": "b"},
            "coverageWarningDays": {"value": 60, "source": "a"}}
            """
        #expect(throws: Never.self) { try ClockRules.read([UInt8](good.utf8), file: "aturan.json") }
        let range = try #require(good.range(of: old))
        let bad = good.replacingCharacters(in: range, with: new)
        #expect {
            try ClockRules.read([UInt8](bad.utf8), file: "aturan.json")
        } throws: { error in
            "\(error)".hasPrefix("aturan.json: ") && "\(error)".contains(expected)
        }
    }
}
