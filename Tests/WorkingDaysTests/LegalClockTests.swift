import Contracts
import Foundation
import Testing
import WorkingDays

@Suite("Clocks as values")
struct LegalClockTests {
    let calendar: WorkingDayCalendar

    init() throws { self.calendar = WorkingDayCalendar(try HolidayFile.bundled()) }

    @Test("Each declaration of completeness opens a clock, and a correction request, letter or refusal ends it")
    func openAndEnd() throws {
        let terms = Samples.terms()
        var ledger = ClockLedger(terms: terms)
        ledger.end(at: Samples.morning("2026-08-01"), because: .issued)
        #expect(ledger.clocks.isEmpty)
        let first = try #require(try ledger.open(round: 1, at: Samples.morning("2026-08-13"), calendar: self.calendar))
        #expect(first.dueOn.description == "2026-09-04")
        #expect(first.openReason(under: terms).label == "berkas dinyatakan lengkap dan jelas")
        #expect(try ledger.open(round: 1, at: Samples.morning("2026-08-14"), calendar: self.calendar) == nil)
        ledger.end(at: Samples.morning("2026-08-21"), because: .correctionRequested)
        #expect(ledger.running == nil)
        let ended = ledger.clocks[0]
        ledger.end(at: Samples.morning("2026-08-22"), because: .issued)
        #expect(ledger.clocks == [ended])
        let second = try #require(try ledger.open(round: 2, at: Samples.morning("2026-09-07"), calendar: self.calendar))
        #expect(second.number == 2)
        #expect(second.workingDays == 14)
        #expect(
            second.openReason(under: terms).label
                == "perbaikan dinyatakan lengkap dan jelas; jangka waktu dihitung penuh sejak awal")
        ledger.end(at: Samples.morning("2026-09-08"), because: .refused)
        #expect(ledger.clocks.map(\.endReason) == [.correctionRequested, .refused])
        #expect(
            LegalClock.EndReason.allCases.map(\.label) == [
                "hasil pemeriksaan disampaikan: perlu perbaikan", "surat rekomendasi ditandatangani",
                "surat penolakan ditandatangani",
            ])
    }

    @Test("Where the standard says so, the answered form goes on with what the first clock left")
    func resume() throws {
        let terms = Samples.terms(after: .resume)
        var ledger = ClockLedger(terms: terms)
        try ledger.open(round: 1, at: Samples.morning("2026-08-13"), calendar: self.calendar)
        // 14, 18, 19, 20 and 21 August are used; the 17th is off.
        ledger.end(at: Samples.morning("2026-08-21"), because: .correctionRequested)
        let second = try #require(try ledger.open(round: 2, at: Samples.morning("2026-09-07"), calendar: self.calendar))
        #expect(second.workingDays == 9)
        #expect(second.dueOn.description == "2026-09-18")
        #expect(
            second.openReason(under: terms).label
                == "perbaikan dinyatakan lengkap dan jelas; jangka waktu dilanjutkan setelah 5 hari kerja terpakai")
    }

    @Test("A clock that is resumed after its time was used up still has one day")
    func oneDayIsLeft() throws {
        var ledger = ClockLedger(terms: Samples.terms(days: 2, after: .resume))
        try ledger.open(round: 1, at: Samples.morning("2026-08-13"), calendar: self.calendar)
        ledger.end(at: Samples.morning("2026-09-13"), because: .correctionRequested)
        let second = try #require(try ledger.open(round: 2, at: Samples.morning("2026-09-14"), calendar: self.calendar))
        #expect(second.workingDays == 1)
        #expect(second.dueOn.description == "2026-09-15")
    }

    @Test("A clock that would leave the calendar is not opened, and the ledger stays as it was")
    func beyond() {
        var ledger = ClockLedger(terms: Samples.terms())
        #expect(throws: CalendarError.self) {
            try ledger.open(round: 1, at: Samples.morning("2027-12-20"), calendar: self.calendar)
        }
        #expect(ledger.clocks.isEmpty)
    }

    @Test("The terms of a clock are those of the standard, for the unit in charge")
    func terms() {
        let standard = ServiceStandard(
            id: "6104@1", unit: Samples.mempawah, version: 1, effectiveFrom: Day(number: 0), source: "",
            serviceName: "", place: [], contacts: [], requirements: [], procedures: [], timeText: "",
            workingDays: 30, afterCorrection: .resume, channels: [], fee: "", products: [], signerOffice: "",
            letterhead: [], letterPlace: "", complaintChannels: [], closingMinutes: Samples.hours, zone: .wita,
            settled: [])
        #expect(
            ClockTerms(standard, at: Samples.mempawah)
                == Samples.terms(unit: Samples.mempawah, zone: .wita, days: 30, after: .resume))
    }
}
