import Contracts
import Foundation
import Standards
import Testing

@Suite("Versions of standards")
struct VersionTests {
    let units: UnitDirectory
    let files: [StandardSourceFile]

    init() throws {
        self.units = try UnitDirectory.load()
        let library = try StandardLibrary.load(self.units)
        let data = try #require(library.standard(id: "6104@1"))
        self.files = [try Self.file(data)]
    }

    private static func file(
        _ standard: ServiceStandard, version: Int = 1, from: String = "2026-01-01", until: String? = nil,
        days: Int = 14, name: String? = nil
    ) throws -> StandardSourceFile {
        var standard = standard
        standard.version = version
        standard.id = "\(standard.unit)@\(version)"
        standard.effectiveFrom = try #require(Day(from))
        standard.effectiveUntil = try until.map { try #require(Day($0)) }
        standard.workingDays = days
        standard.clock?.length = days
        return StandardSourceFile(
            name: name ?? "probe-\(version).json", json: try ContractJSON.encode(standard))
    }

    private func library(_ changes: [(version: Int, from: String, until: String?, days: Int)]) throws
        -> StandardLibrary
    {
        let base = try #require(try StandardLibrary.load(self.units).standard(id: "6104@1"))
        // The module's own file of the unit stands aside: the versions come from here.
        let own = try StandardLibrary.load(self.units).all.filter { $0.origin == .own && $0.unit != base.unit }
        let files = try own.map { try Self.file($0) }
        return try StandardLibrary(
            files + [Self.defaults()]
                + changes.map {
                    try Self.file(base, version: $0.version, from: $0.from, until: $0.until, days: $0.days)
                },
            units: self.units)
    }

    private static func defaults() throws -> StandardSourceFile {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Shared/Standards/Data")
        let name = "standard-default.json"
        return StandardSourceFile(
            name: name, json: Array(try Data(contentsOf: folder.appendingPathComponent(name))))
    }

    private func mempawah() throws -> UnitCode { try #require(UnitCode("6104")) }

    @Test("On each day the version applies that has begun last, until it ends")
    func applying() throws {
        let library = try self.library([
            (1, "2026-01-01", nil, 14), (2, "2026-07-01", "2026-12-31", 10), (3, "2027-01-01", "2027-12-31", 7),
        ])
        let unit = try self.mempawah()
        func days(_ day: String) throws -> Int? {
            library.standard(of: unit, on: try #require(Day(day)))?.workingDays
        }
        #expect(try days("2025-12-31") == nil)
        #expect(try days("2026-01-01") == 14)
        #expect(try days("2026-06-30") == 14)
        #expect(try days("2026-07-01") == 10)
        #expect(try days("2026-12-31") == 10)
        #expect(try days("2027-01-01") == 7)
        #expect(try days("2028-01-01") == nil)
        let versions = try #require(library.versions(of: unit))
        #expect(versions.all.map(\.version) == [1, 2, 3])
        #expect(versions.newest?.version == 3)
        #expect(versions.end(of: 1) == Day("2026-06-30"))
        #expect(versions.end(of: 2) == Day("2026-12-31"))
        #expect(versions.end(of: 4) == nil)
        #expect(library.standard(id: "6104@2")?.workingDays == 10)
        #expect(library.standard(id: "6104@4") == nil)
        #expect(library.standard(id: "6104") == nil)
        #expect(library.all.count == 555)
    }

    @Test("A unit whose own versions begin later inherits those before")
    func inheritsBefore() throws {
        let library = try self.library([(2, "2026-07-01", nil, 10)])
        let unit = try self.mempawah()
        #expect(library.standard(of: unit, on: try #require(Day("2026-06-30")))?.origin == .inherited)
        #expect(library.standard(of: unit, on: try #require(Day("2026-07-01")))?.origin == .own)
    }

    @Test(
        "Versions that do not fit together are refused with file, field and reason, and nothing is loaded",
        arguments: [
            ([(1, "2026-01-01", nil), (1, "2026-02-01", nil)], "probe-1.json", "version", "stands in"),
            ([(1, "2026-01-01", nil), (3, "2026-02-01", nil)], "probe-3.json", "version", "version 2 is missing"),
            ([(1, "2026-01-01", nil), (2, "2026-01-01", nil)], "probe-2.json", "effectiveFrom", "overlaps 6104@1"),
            ([(1, "2026-05-01", nil), (2, "2026-01-01", nil)], "probe-2.json", "effectiveFrom", "overlaps 6104@1"),
            (
                [(1, "2026-01-01", "2026-06-30"), (2, "2026-06-30", nil)], "probe-2.json", "effectiveFrom",
                "applies until 2026-06-30"
            ),
            (
                [(1, "2026-01-01", "2026-06-30"), (2, "2026-07-02", nil)], "probe-2.json", "effectiveFrom",
                "leaves days without"
            ),
        ] as [([(Int, String, String?)], String, String, String)])
    func unfitting(versions: [(Int, String, String?)], file: String, field: String, reason: String) throws {
        let error = #expect(throws: DataFault.self) {
            try self.library(versions.map { ($0.0, $0.1, $0.2, 14) })
        }
        #expect(error?.file == file)
        #expect(error?.field == field)
        #expect(error?.reason.contains(reason) == true)
    }

    @Test("Without a default, a unit without a standard of its own is a fault; version 1 must be somewhere")
    func nothing() throws {
        let lonely = #expect(throws: DataFault.self) { try StandardLibrary(self.files, units: self.units) }
        #expect(lonely?.file == "standard-0000.json")
        #expect(lonely?.reason.contains("no standard") == true)
        let base = try #require(try StandardLibrary.load(self.units).standard(id: "0000@1"))
        let late = try Self.file(base, version: 2, name: "late.json")
        let missing = #expect(throws: DataFault.self) { try StandardLibrary([late], units: self.units) }
        #expect(missing?.reason == "version 1 is missing")
    }

    @Test("An office's file is loaded beside the module's own; a second version 1 is refused")
    func adding() throws {
        let base = try #require(try StandardLibrary.load(self.units).standard(id: "6104@1"))
        let second = try Self.file(base, version: 2, from: "2027-01-01", days: 10)
        let library = try StandardLibrary.load(self.units, adding: [second])
        #expect(library.standard(of: try self.mempawah())?.id == "6104@2")
        let error = #expect(throws: DataFault.self) {
            try StandardLibrary.load(self.units, adding: [try Self.file(base)])
        }
        #expect(error?.field == "version")
    }

    @Test(
        "A faulty default is refused with field and reason",
        arguments: [
            ("hours", "[]", "hours"), ("levels", #"{"dunia":{}}"#, "levels/dunia"), ("levels", "{}", "levels"),
            (
                "levels", #"{"kecamatan":{"office":"x","signer":{"office":"x","title":"x","source":"x"}}}"#,
                "levels/kecamatan"
            ),
            ("settledOfUnits", #"{"9999":[]}"#, "settledOfUnits/9999"),
            ("hoursOfUnits", Self.hours("9999"), "hoursOfUnits/9999"),
            ("hoursOfUnits", Self.hours("6403", days: ""), "hoursOfUnits/6403/hours"),
            // Nothing explains why it should keep other hours.
            ("hoursOfUnits", Self.hours("6171"), "hoursOfUnits/6171"),
            ("hoursOfUnits", Self.hours("6403", source: ""), "hoursSource"),
            (
                "mailbox", #"{"confirmed":["9999"],"settled":{"says":"x","applies":"x","because":"x"}}"#,
                "mailbox/confirmed/9999"
            ),
            ("version", "2", "version"),
            ("fee", #""""#, "fee"), ("biaya", "1", "biaya"),
        ])
    func faultyDefault(field: String, value: String, named: String) throws {
        var members = try #require(
            ContractJSON.decode(JSONValue.self, from: try Self.defaults().json).object)
        members[field] = try ContractJSON.decode(JSONValue.self, from: Array("[\(value)]".utf8)).array?.first
        let file = StandardSourceFile(
            name: "standard-default-probe.json", json: try ContractJSON.encode(JSONValue.object(members)))
        let head = try #require(try StandardLibrary.load(self.units).standard(id: "0000@1"))
        let error = #expect(throws: DataFault.self) {
            try StandardLibrary([try Self.file(head), file], units: self.units)
        }
        #expect(error?.file == "standard-default-probe.json")
        #expect(error?.field.hasPrefix(named) == true)
    }

    private static func hours(
        _ code: String, days: String = "null,null,null,null,null,null,null", source: String = "x"
    ) -> String {
        #"{"\#(code)":{"hours":[\#(days)],"source":"\#(source)"}}"#
    }

    @Test("What a unit announced elsewhere is settled in its inherited standard")
    func announced() throws {
        let library = try StandardLibrary.load(self.units)
        for code in ["7500", "3671", "6403"] {
            let standard = try #require(UnitCode(code).flatMap(library.standard(of:)))
            #expect(standard.settled.contains { $0.says.contains("30 hari") })
            #expect(standard.workingDays == 14)
        }
        let other = try #require(UnitCode("6171").flatMap(library.standard(of:)))
        #expect(!other.settled.contains { $0.says.contains("30 hari") })
    }

    @Test(
        "Hours that a unit is known to keep apply in its inherited standard, and are settled there with their source",
        arguments: [
            ("6403", "Senin–Jumat 09.00–15.30"), ("1506", "Senin–Jumat 08.00–15.30"),
            ("3328", "Senin–Jumat 08.00–15.30"), ("3376", "Senin–Jumat 08.00–15.30"),
        ])
    func otherHours(code: String, hours: String) throws {
        let library = try StandardLibrary.load(self.units)
        let standard = try #require(UnitCode(code).flatMap(library.standard(of:)))
        #expect(StandardWords.hours(standard) == [hours, "Sabtu–Minggu tutup"])
        // A Friday's clock ends with the unit's own hours.
        #expect(standard.closingMinutes[4] == 930)
        #expect(standard.hoursSource?.contains("sumber terbuka") == true)
        let entry = try #require(standard.settled.first { $0.component == .hours })
        #expect(entry.applies == hours)
        #expect(entry.says.contains(hours.suffix(11)))
        let other = try #require(UnitCode("6171").flatMap(library.standard(of:)))
        #expect(!other.settled.contains { $0.component == .hours })
        #expect(other.closingMinutes[4] == 960)
    }

    @Test("Every inherited standard says that its mailbox and the place of its letters are not confirmed")
    func unconfirmed() throws {
        let library = try StandardLibrary.load(self.units)
        for standard in library.all where standard.origin == .inherited {
            let applies = standard.settled.filter { $0.because.contains("belum mengukuhkan") }.map(\.applies)
            let mailbox = try #require(standard.contacts.first)
            // The three whose address was seen in use.
            let isSeen = ["6104", "6403", "7571"].contains(standard.unit.text)
            #expect(applies.contains { $0.contains(mailbox) } == !isSeen, "\(standard.unit)")
            #expect(applies.contains { $0.contains("dari \(standard.letterPlace),") }, "\(standard.unit)")
            #expect(!applies.contains { $0.contains("{") }, "\(standard.unit)")
        }
    }
}
