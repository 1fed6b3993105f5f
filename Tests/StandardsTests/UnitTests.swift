import Contracts
import Standards
import Testing

@Suite("The table of units")
struct UnitTests {
    @Test("All 553 units load, each below the right one")
    func units() throws {
        let units = try UnitDirectory.load()
        #expect(units.all.count == 553)
        #expect(units.provinces.count == 38)
        #expect(units.all.count { $0.level == .kabkota } == 514)
        for unit in units.all where unit.level == .kabkota {
            #expect(unit.parent?.text == unit.code.text.prefix(2) + "00")
        }
        let mempawah = try #require(units.unit(UnitCode("6104")!))  // four digits
        #expect(mempawah.name == "Kabupaten Mempawah")
        #expect(mempawah.zone == .wib)
        #expect(units.regionName("6100") == "Provinsi Kalimantan Barat")
        #expect(units.regionName("0000") == nil)
        #expect(units.regionName("9999") == nil)
    }

    @Test(
        "A faulty table is refused with line, column and reason",
        arguments: [
            ("code\n", "line 1"), (row("00000,x,pusat,,WIB,,"), "line 2, code"),
            (row("0000,,pusat,,WIB,,"), "line 2, name"), (row("0000,x,dunia,,WIB,,"), "line 2, level"),
            (row("0000,x,pusat,,GMT,,"), "line 2, zone"), (row("0000,x,pusat,,WIB,"), "line 2"),
            (row("0000,x,pusat,0000,WIB,,"), "line 2, parent"),
            (row("0000,x,pusat,,WIB,,\n0000,x,pusat,,WIB,,"), "line 3, code"),
            (row("0000,x,pusat,,WIB,,\n1101,y,kabkota,1100,WIB,,"), "1101, parent"),
            (row("1100,x,provinsi,1100,WIB,,"), "code"),
        ])
    func faulty(csv: String, field: String) {
        let error = #expect(throws: DataFault.self) { try UnitDirectory(csv: Array(csv.utf8), file: "probe.csv") }
        #expect(error?.file == "probe.csv")
        #expect(error?.field == field)
    }

    private static func row(_ rows: String) -> String {
        "code,name,level,parent,zone,email_by_convention,source\n\(rows)\n"
    }
}
