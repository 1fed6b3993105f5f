import Contracts
import Foundation
import Testing
import WorkingDays

@Suite("A newer calendar moves running clocks")
struct ReprojectionTests {
    /// Every weekday of July to September 2025 on which somebody may have declared, with its clock.
    func clocks(_ calendar: WorkingDayCalendar, _ terms: ClockTerms) throws -> [ClockLedger] {
        try (0..<92).map { offset in
            var ledger = ClockLedger(terms: terms)
            try ledger.open(
                round: 1,
                at: Samples.day("2025-07-01").advanced(by: offset).moment(
                    secondsAfterMidnight: 36_000, offset: terms.zone.offset), calendar: calendar)
            return ledger
        }
    }

    @Test("The decree of 7 August 2025 moves exactly the clocks that cross 18 August, each by one working day")
    func decreeOfAugust() throws {
        let older = try Samples.beforeTheDecree()
        var newer = try HolidayFile.bundled()
        newer.version = 2
        newer.reason = "SKB perubahan 7 Agustus 2025"
        let terms = Samples.terms()
        let before = WorkingDayCalendar(older)
        let after = WorkingDayCalendar(newer)
        let decree = Samples.day("2025-08-18")
        var moved = 0
        for var ledger in try self.clocks(before, terms) {
            let old = try #require(ledger.running)
            let start = Day(of: old.declaredAt, offset: terms.zone.offset)
            let crosses = start < decree && decree <= old.dueOn
            let reprojection = try ledger.take(after, after: [older])
            let new = try #require(ledger.running)
            #expect((reprojection != nil) == crosses, "declared on \(start)")
            if let reprojection {
                moved += 1
                #expect(reprojection.old == old.due)
                #expect(reprojection.new == new.due)
                #expect(new.calendarVersion == 2)
                #expect(try after.workingDays(from: old.dueOn.advanced(by: 1), through: new.dueOn, at: terms.unit) == 1)
                #expect(reprojection.changes.map(\.day) == [decree])
                #expect(
                    reprojection.reason
                        == "Kalender kerja versi 2 menggantikan versi 1 (SKB perubahan 7 Agustus 2025): Senin, 18 Agustus "
                        + "2025 menjadi hari libur (cuti bersama Cuti Bersama Hari Kemerdekaan Republik Indonesia, sumber: "
                        + "SKB 3 Menteri 933/2025, 1/2025 dan 3/2025 tanggal 7 Agustus 2025, perubahan SKB 1017/2024 "
                        + "(nomor belum diperiksa)).")
            } else {
                #expect(new == old)
            }
        }
        // By hand: of 29 July, whose fourteenth day was 18 August itself, up to 17 August.
        #expect(moved == 20)
    }

    @Test("The clock of 14 August 2025 was due a day earlier before the decree")
    func theVector() throws {
        let older = try Samples.beforeTheDecree()
        var ledger = ClockLedger(terms: Samples.terms())
        try ledger.open(round: 1, at: Samples.morning("2025-08-14"), calendar: WorkingDayCalendar(older))
        #expect(ledger.running?.dueOn.description == "2025-09-03")
        try ledger.take(WorkingDayCalendar(try HolidayFile.bundled()), after: [older])
        #expect(ledger.running?.dueOn.description == "2025-09-04")
        #expect(ledger.running.map { ContractJSON.text(of: $0.dueAt) } == "2025-09-04T08:30:00.000Z")
    }

    @Test("A day that is given back makes the end come earlier, and says that it is a working day again")
    func givenBack() throws {
        let older = try HolidayFile.bundled()
        var newer = try Samples.beforeTheDecree()
        newer.version = 3
        var ledger = ClockLedger(terms: Samples.terms())
        try ledger.open(round: 1, at: Samples.morning("2025-08-14"), calendar: WorkingDayCalendar(older))
        let moved = try #require(try ledger.take(WorkingDayCalendar(newer), after: [older]))
        #expect(moved.new.day.description == "2025-09-03")
        #expect(moved.changes.map(\.turn) == [.becameWorking])
        #expect(moved.reason.hasPrefix("Kalender kerja versi 3 menggantikan versi 2: Senin, 18 Agustus 2025 kembali"))
    }

    @Test("A clock that has ended is never moved, and one that is counted already is not moved again")
    func endedStays() throws {
        let older = try Samples.beforeTheDecree()
        let newer = WorkingDayCalendar(try HolidayFile.bundled())
        var ledger = ClockLedger(terms: Samples.terms())
        #expect(try ledger.take(newer, after: [older]) == nil)
        try ledger.open(round: 1, at: Samples.morning("2025-08-14"), calendar: WorkingDayCalendar(older))
        var running = ledger
        ledger.end(at: Samples.morning("2025-08-15"), because: .issued)
        let ended = ledger
        #expect(try ledger.take(newer, after: [older]) == nil)
        #expect(ledger == ended)
        #expect(try running.take(newer, after: [older]) != nil)
        let once = running
        #expect(try running.take(newer, after: [older]) == nil)
        #expect(running == once)
    }

    @Test("A day off of one region moves only the clocks of its unit")
    func regional() throws {
        let older = try HolidayFile.bundled()
        var newer = older
        newer.version = 3
        newer.daysOff.append(Samples.off("2026-08-19", .regional, "Pilkada ulang", unit: Samples.mempawah))
        for (unit, isMoved) in [(Samples.mempawah, true), (.headquarters, false)] {
            var ledger = ClockLedger(terms: Samples.terms(unit: unit))
            try ledger.open(round: 1, at: Samples.morning("2026-08-13"), calendar: WorkingDayCalendar(older))
            #expect(try (ledger.take(WorkingDayCalendar(newer), after: [older]) != nil) == isMoved)
        }
    }

    @Test("A newer calendar that does not reach to the end of a running clock is an error, and nothing moves")
    func shorter() throws {
        let older = try HolidayFile.bundled()
        var newer = older
        newer.version = 3
        newer.coveredUntil = Samples.day("2026-08-31")
        newer.daysOff.removeAll { $0.day > newer.coveredUntil }
        var ledger = ClockLedger(terms: Samples.terms())
        try ledger.open(round: 1, at: Samples.morning("2026-08-13"), calendar: WorkingDayCalendar(older))
        let before = ledger
        #expect { try ledger.take(WorkingDayCalendar(newer), after: [older]) } throws: {
            "\($0)".contains("2026-09-01 lies outside")
        }
        #expect(ledger == before)
    }

    @Test("A clock of a version that nobody remembers is counted anew all the same")
    func unknownVersion() throws {
        let older = try Samples.beforeTheDecree()
        var ledger = ClockLedger(terms: Samples.terms())
        try ledger.open(round: 1, at: Samples.morning("2025-08-14"), calendar: WorkingDayCalendar(older))
        let moved = try #require(try ledger.take(WorkingDayCalendar(try HolidayFile.bundled()), after: []))
        #expect(moved.changes.isEmpty)
        #expect(moved.reason.hasPrefix("Kalender kerja versi 2 menggantikan versi 1 (Setiap hari libur memuat"))
        #expect(moved.reason.hasSuffix("sama dengan versi 1)."))
    }
}
