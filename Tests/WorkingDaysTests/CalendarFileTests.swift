import Contracts
import Testing
import WorkingDays

@Suite("The calendar file")
struct CalendarFileTests {
    static let year = """
        date,kind,name,source,unit
        2026-01-01,libur_nasional,Tahun Baru,SKB,
        2026-12-25,libur_nasional,Natal,SKB,

        """

    @Test("The bundled file covers four whole years with 108 days off, each with its source")
    func bundled() throws {
        let version = try HolidayFile.bundled()
        #expect(version.version == HolidayFile.bundledVersion)
        #expect(version.daysOff.count == 108)
        #expect(version.coveredFrom.description == "2024-01-01")
        #expect(version.coveredUntil.description == "2027-12-31")
        #expect(version.daysOff.allSatisfy { $0.source.count > 20 })
        #expect(version.daysOff.first { $0.day == Samples.day("2025-08-18") }?.source.contains("933/2025") == true)
        #expect(version.reason != nil)
    }

    @Test("A day off of a unit that does not exist is a fault, where the units are known")
    func units() throws {
        let text =
            "date,kind,name,source,unit\n2026-01-01,libur_nasional,A,B,\n2026-12-25,libur_nasional,A,B,\n"
            + "2026-02-03,libur_daerah,X,Y,9999\n"
        #expect(try HolidayFile.read(text, version: 1).daysOff.count == 3)
        #expect {
            try HolidayFile.read(text, version: 1, file: "f.csv", isUnit: { $0.text == "6104" })
        } throws: {
            "\($0)" == "f.csv: line 4, unit: there is no unit 9999"
        }
    }

    @Test(
        "A fault names file, line, field and value",
        arguments: [
            ("2026-02-30,libur_nasional,X,Y,", "line 4, date: there is no date \"2026-02-30\""),
            ("2026-02-03,libur,X,Y,", "line 4, kind: there is no kind \"libur\""),
            ("2026-02-03,libur_nasional,,Y,", "line 4, name: the day has no name"),
            ("2026-02-03,libur_nasional,X,,", "line 4, source: the day has no source"),
            ("2026-02-03,libur_nasional,X", "line 4: has 3 fields instead of 4 or 5"),
            ("2026-02-03,libur_daerah,X,Y,61", "line 4, unit: \"61\" is not a unit's code"),
            ("2026-02-03,libur_daerah,X,Y,", "line 4, unit: libur_daerah needs the code of its unit"),
            ("2026-02-03,cuti_bersama,X,Y,6104", "line 4, unit: cuti_bersama applies everywhere and names no unit"),
            ("2026-01-01,cuti_bersama,X,Y,", "line 4, date: 2026-01-01 stands in line 2 already"),
            ("2026-02-03,libur_nasional,\"X,Y,", "line 4: a quotation mark is not closed"),
            ("2027-01-01,libur_nasional,X,Y,", "2027 is not whole: 25 December is missing."),
            ("2028-12-25,libur_nasional,X,Y,", "2027 is not whole: 1 January is missing."),
            ("2026-06-30,cakupan_sampai,X,Y,", "cakupan_sampai stands without cakupan_dari"),
            ("2026-06-30,cakupan_dari,X,Y,", "cakupan_dari stands without cakupan_sampai"),
            (
                "2026-06-30,cakupan_sampai,X,Y,\n2026-01-01,cakupan_dari,X,Y,",
                "line 3, date: 2026-12-25 lies outside the covered days 2026-01-01 to 2026-06-30"
            ),
            (
                "2026-06-30,cakupan_sampai,X,Y,\n2026-07-01,cakupan_dari,X,Y,",
                "cakupan_sampai 2026-06-30 lies before cakupan_dari 2026-07-01"
            ),
            (
                "2026-06-30,cakupan_sampai,X,Y,\n2026-07-30,cakupan_sampai,X,Y,",
                "line 5, kind: cakupan_sampai stands twice"
            ),
            ("2026-06-30,cakupan_dari,X,Y,\n2026-07-30,cakupan_dari,X,Y,", "line 5, kind: cakupan_dari stands twice"),
        ])
    func faults(lines: String, expected: String) {
        #expect {
            try HolidayFile.read(Self.year + lines + "\n", version: 3, file: "libur.csv")
        } throws: { error in
            "\(error)".hasPrefix("libur.csv: \(expected)")
        }
    }

    @Test("A file without a heading, without a day, or with a version below one is refused")
    func wholeFile() {
        for (text, version, expected) in [
            ("", 1, "line 1: the heading must be"), ("tanggal,nama\n", 1, "line 1: the heading must be"),
            ("date,kind,name,source\n", 1, "the file names no day off"),
            ("date,kind,name,source\n", 0, "a version is a number from 1, not 0"),
        ] {
            #expect {
                try HolidayFile.read(text, version: version)
            } throws: { error in
                "\(error)".contains(expected)
            }
        }
    }

    @Test("A file may say that it covers part of a year, and may end its lines as Windows does")
    func partOfAYear() throws {
        let version = try HolidayFile.read(
            "\u{FEFF}date,kind,name,source,unit\r\n2028-01-01,cakupan_dari,Cakupan,SKB,\r\n2028-03-31,cakupan_sampai,Cakupan,SKB,\r\n"
                + "2028-02-29,libur_pemilihan,\"Pilkada ulang, putaran 2\",\"SK \"\"Gubernur\"\"\",6104\r\n",
            version: 3, reason: "SKB 2028")
        #expect(version.coveredFrom.description == "2028-01-01")
        #expect(version.coveredUntil.description == "2028-03-31")
        #expect(version.reason == "SKB 2028")
        #expect(
            version.daysOff == [
                Samples.off(
                    "2028-02-29", .regional, "Pilkada ulang, putaran 2", source: "SK \"Gubernur\"",
                    unit: Samples.mempawah)
            ])
    }
}
