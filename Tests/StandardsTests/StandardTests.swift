import Contracts
import Foundation
import Standards
import Testing

@Suite("Service standards")
struct StandardTests {
    let units: UnitDirectory
    let library: StandardLibrary

    init() throws {
        self.units = try UnitDirectory.load()
        self.library = try StandardLibrary.load(self.units)
    }

    private func standard(_ code: String) throws -> ServiceStandard {
        try #require(UnitCode(code).flatMap(self.library.standard(of:)))
    }

    @Test("Headquarters promises e-mail, WhatsApp and the portal within 14 working days")
    func headquarters() throws {
        let standard = try self.standard("0000")
        #expect(standard.channels == [.email, .whatsapp, .portal])
        #expect(standard.workingDays == 14)
        #expect(standard.afterCorrection == .newClock)
        #expect(standard.signerOffice == "Direktur Diseminasi Statistik")
        #expect(standard.procedures.map(\.steps.count) == [11])
        #expect(standard.timeText.contains("lengkap dan jelas"))
    }

    @Test("Mempawah promises e-mail and the portal; its contradictions are settled visibly")
    func mempawah() throws {
        let standard = try self.standard("6104")
        #expect(standard.channels == [.email, .portal])
        #expect(standard.signerOffice == "Kepala BPS Kabupaten Mempawah")
        #expect(standard.procedures.map(\.steps.count) == [14, 8])
        #expect(standard.letterhead[1] == "KABUPATEN MEMPAWAH")
        for typo in ["penjualan", "portal.bps.go.id", "diumumkan"] {
            #expect(standard.settled.contains { $0.says.contains(typo) })
            #expect(!standard.timeText.contains(typo))
            #expect(!(standard.requirements + standard.procedures.flatMap(\.steps)).contains { $0.contains(typo) })
        }
    }

    @Test("Every unit has a standard that is complete, and whose source says when it is derived")
    func everyUnit() throws {
        #expect(self.library.all.count == 553)
        for standard in self.library.all {
            let json = try ContractJSON.encode(standard)
            #expect(try StandardFile.read(json, file: "x", units: self.units) == standard)
            if !["0000", "6104"].contains(standard.unit.text) { #expect(standard.source.hasPrefix("Turunan")) }
        }
        #expect(try self.standard("6100").signerOffice == "Kepala BPS Provinsi Kalimantan Barat")
        #expect(try self.standard("6171").letterPlace == "Pontianak")
    }

    @Test(
        "A faulty standard is refused with field and reason",
        arguments: [
            ("id", #""0000@2""#, "id"), ("unit", #""9999""#, "unit"), ("unit", "7", "unit"),
            ("workingDays", "0", "workingDays"), ("workingDays", #""14""#, "workingDays"), ("zone", #""WIT""#, "zone"),
            ("closingMinutes", "[900]", "closingMinutes"),
            ("closingMinutes", "[0,1,1,1,1,null,null]", "closingMinutes/0"), ("channels", "[]", "channels"),
            ("channels", #"["email","email"]"#, "channels"), ("fee", #""""#, "fee"), ("products", "[]", "products"),
            ("procedures", "[]", "procedures"), ("effectiveFrom", #""2026-02-30""#, "effectiveFrom"),
            ("effectiveUntil", #""2025-12-31""#, "effectiveUntil"), ("origin", "null", "origin"),
            ("origin", #""borrowed""#, "origin"), ("decree", #""""#, "decree"), ("biaya", "0", "biaya"),
            ("clock", "null", "clock"), ("clock", Self.clock(length: 15), "clock/length"),
            ("clock", Self.clock(length: 14, after: "resume"), "clock/afterCorrection"),
            ("clock", Self.clock(length: 14, events: "[]"), "clock/mustHaveHappened"),
            ("clock", Self.clock(length: 14, events: #"["letterIssued","letterIssued"]"#), "clock/mustHaveHappened"),
            ("clock", Self.clock(length: 14, unit: "calendarDays"), "clock/unit"),
            ("clock", Self.clock(length: 14, source: ""), "clock/source"),
            ("clock", Self.clock(length: 14).replacing("}", with: #","end":1}"#), "clock/end"),
            ("signer", #"{"office":"Kepala","title":"K","source":"x"}"#, "signer/office"),
            ("signer", #"{"office":"Direktur Diseminasi Statistik","title":"","source":"x"}"#, "signer/title"),
            ("signer", #"{"office":"Direktur Diseminasi Statistik","title":"D","source":""}"#, "signer/source"),
            ("signer", #"{"office":"Direktur Diseminasi Statistik","title":"D"}"#, "signer/source"),
            ("hours", "[]", "hours"), ("hours", "null", "hours"), ("hours", Self.hours(closes: 900), "hours/0"),
            ("hours", Self.hours(opens: 930), "hours/0/opens"), ("hoursSource", #""""#, "hoursSource"),
            ("legalBasis", "[]", "legalBasis"), ("legalBasis", "null", "legalBasis"),
            ("legalBasis", #"[{"title":"","source":"x","isVerified":false}]"#, "legalBasis/0/title"),
            ("legalBasis", #"[{"title":"x","source":"","isVerified":false}]"#, "legalBasis/0/source"),
            ("legalBasis", #"[{"title":"x","source":"y","isVerified":false,"pasal":1}]"#, "legalBasis/0/pasal"),
            ("internalComponents", Self.internals("x", "x"), "internalComponents/1/kind"),
            ("internalComponents", Self.internals(""), "internalComponents/0/text"),
            ("internalComponents", Self.internals("x", source: ""), "internalComponents/0/source"),
            ("settled", #"[{"component":"time","says":"","applies":"x","because":"y"}]"#, "settled/0"),
            ("settled", #"[{"says":"w","applies":"x","because":"y"}]"#, "settled/0/component"),
            ("procedures", #"[{"way":"","kind":"online","steps":["x"]}]"#, "procedures/0/way"),
            ("procedures", #"[{"way":"Daring","kind":"online","steps":[""]}]"#, "procedures/0/steps"),
            ("procedures", #"[{"way":"Daring","steps":["x"]}]"#, "procedures/0/kind"),
            ("procedures", Self.twoOnline, "procedures/1/kind"),
            (
                "procedures", #"[{"way":"D","kind":"online","steps":["x"],"requirements":["y"]}]"#,
                "procedures/0/requirements"
            ),
        ])
    func faulty(field: String, value: String, named: String) throws {
        var members = try #require(
            ContractJSON.decode(JSONValue.self, from: ContractJSON.encode(try self.standard("0000"))).object)
        members[field] = try ContractJSON.decode(JSONValue.self, from: Array("[\(value)]".utf8)).array?.first
        let json = try ContractJSON.encode(JSONValue.object(members))
        let error = #expect(throws: DataFault.self) {
            try StandardFile.read(json, file: "probe.json", units: self.units)
        }
        #expect(error?.file == "probe.json")
        #expect(error?.field == named)
    }

    private static func clock(
        length: Int, unit: String = "workingDays", after: String = "newClock", events: String = #"["resultNotified"]"#,
        source: String = "x"
    ) -> String {
        #"{"length":\#(length),"unit":"\#(unit)","start":"declaredComplete","mustHaveHappened":\#(events),"#
            + #""afterCorrection":"\#(after)","source":"\#(source)"}"#
    }

    private static func hours(opens: Int = 480, closes: Int = 930) -> String {
        let usual = #"{"opens":480,"closes":930}"#
        let first = #"{"opens":\#(opens),"closes":\#(closes)}"#
        return "[\(first),\(usual),\(usual),\(usual),\(usual.replacing("930", with: "960")),null,null]"
    }

    private static func internals(_ texts: String..., source: String = "x") -> String {
        let all = texts.map { #"{"kind":"staff","text":["\#($0)"],"source":"\#(source)"}"# }
        return "[\(all.joined(separator: ","))]"
    }

    private static let twoOnline =
        #"[{"way":"Daring","kind":"online","steps":["x"]},{"way":"Web","kind":"online","steps":["x"]}]"#

    @Test("What is not JSON is refused with the file's name", arguments: ["", "{", "[]", "\u{FF}"])
    func notJSON(text: String) {
        let error = #expect(throws: DataFault.self) {
            try StandardFile.read(Array(text.utf8), file: "probe.json", units: units)
        }
        #expect(error?.file == "probe.json")
        #expect(error?.description.hasPrefix("probe.json: ") == true)
    }
}
