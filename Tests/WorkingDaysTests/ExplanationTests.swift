import Contracts
import Foundation
import Testing
import WorkingDays

@Suite("Why this date")
struct ExplanationTests {
    func explain(_ day0: String, _ count: Int) throws -> Explanation {
        try Explanation(
            declared: Samples.morning(day0), workingDays: count, under: Samples.terms(),
            calendar: WorkingDayCalendar(try HolidayFile.bundled()))
    }

    @Test("Every day between declaration and end is there, counted or passed over, with words and source")
    func everyDay() throws {
        let explanation = try self.explain("2026-03-13", 3)
        #expect(
            explanation.days.map { "\($0.date): \($0.words(start: "dinyatakan lengkap dan jelas"))" } == [
                "Jumat, 13 Maret 2026: hari ke-0, dinyatakan lengkap dan jelas; hitungan mulai pada hari kerja berikutnya",
                "Sabtu, 14 Maret 2026: tidak dihitung: akhir pekan",
                "Minggu, 15 Maret 2026: tidak dihitung: akhir pekan",
                "Senin, 16 Maret 2026: hari kerja ke-1",
                "Selasa, 17 Maret 2026: hari kerja ke-2",
                "Rabu, 18 Maret 2026: tidak dihitung: cuti bersama, Cuti Bersama Hari Suci Nyepi",
                "Kamis, 19 Maret 2026: tidak dihitung: libur nasional, Hari Suci Nyepi",
                "Jumat, 20 Maret 2026: tidak dihitung: cuti bersama, Cuti Bersama Hari Raya Idul Fitri",
                "Sabtu, 21 Maret 2026: tidak dihitung: libur nasional, Hari Raya Idul Fitri",
                "Minggu, 22 Maret 2026: tidak dihitung: libur nasional, Hari kedua dari Hari Raya Idul Fitri",
                "Senin, 23 Maret 2026: tidak dihitung: cuti bersama, Cuti Bersama Hari Raya Idul Fitri",
                "Selasa, 24 Maret 2026: tidak dihitung: cuti bersama, Cuti Bersama Hari Raya Idul Fitri",
                "Rabu, 25 Maret 2026: hari kerja ke-3",
            ])
        #expect(explanation.days[1].source == WorkingWeek.source)
        #expect(explanation.days[3].source == WorkingWeek.source)
        #expect(explanation.days[5].source == "SKB 3 Menteri 1497/2025, 2/2025 dan 5/2025 tanggal 19 September 2025")
        #expect(explanation.days.filter(\.isCounted).count == 3)
        #expect(explanation.calendarVersion == HolidayFile.bundledVersion)
        #expect(ContractJSON.text(of: explanation.due.moment) == "2026-03-25T08:30:00.000Z")
    }

    @Test("A declaration on a day off says so, and the next working day is the first")
    func declaredOnADayOff() throws {
        let explanation = try self.explain("2026-08-17", 1)
        #expect(
            explanation.days[0].words(start: "pengaduan diterima")
                == "hari ke-0, pengaduan diterima pada libur nasional, Hari Kemerdekaan Republik Indonesia; "
                + "hitungan mulai pada hari kerja berikutnya")
        #expect(explanation.due.day.description == "2026-08-18")
    }

    @Test("A walk that leaves the calendar is an error that names the first day that is not covered")
    func beyond() {
        #expect { try self.explain("2027-12-20", 14) } throws: { "\($0)".contains("2028-01-01 lies outside") }
    }
}
