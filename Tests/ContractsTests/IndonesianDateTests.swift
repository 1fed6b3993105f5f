import Contracts
import Foundation
import Testing

@Suite("Dates in Indonesian")
struct IndonesianDateTests {
    @Test("A moment is told in the unit's zone")
    func zones() {
        let moment = Date(timeIntervalSince1970: 1_775_808_600)  // 2026-04-10T08:10:00Z
        #expect(IndonesianDate.text(moment, in: .wib) == "10 April 2026 pukul 15.10 WIB")
        #expect(IndonesianDate.text(moment, in: .wita) == "10 April 2026 pukul 16.10 WITA")
        #expect(IndonesianDate.text(moment, in: .wit) == "10 April 2026 pukul 17.10 WIT")
        #expect(IndonesianDate.machine(moment, in: .wit) == "2026-04-10T17:10:00+09:00")
        let late = Date(timeIntervalSince1970: 1_775_840_400 + 300)  // 17:05Z
        #expect(IndonesianDate.text(late, in: .wib) == "11 April 2026 pukul 00.05 WIB")
        #expect(IndonesianDate.day(late, in: .wib) == "11 April 2026")
        #expect(IndonesianDate.text(Date(timeIntervalSince1970: -60), in: .wit) == "1 Januari 1970 pukul 08.59 WIT")
        #expect(IndonesianDate.text(Date(timeIntervalSince1970: -1), in: .wib) == "1 Januari 1970 pukul 06.59 WIB")
    }

    @Test("A day is told with its month, and with its weekday where asked")
    func days() {
        #expect(IndonesianDate.text(Day("2026-08-17")!) == "17 Agustus 2026")
        #expect(IndonesianDate.withWeekday(Day("2026-04-10")!) == "Jumat, 10 April 2026")
        #expect(IndonesianDate.withWeekday(Day("2026-02-01")!) == "Minggu, 1 Februari 2026")
    }
}
