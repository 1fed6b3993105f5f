import Contracts
import Standards
import Testing

@Suite("Who is in charge")
struct RoutingTests {
    let units: UnitDirectory
    let rules: RoutingRules
    let router: Router

    init() throws {
        self.units = try UnitDirectory.load()
        self.rules = try RoutingRules.load()
        self.router = Router(units: self.units, rules: self.rules)
    }

    private func codes(_ texts: [String]) throws -> [UnitCode] { try texts.map { try #require(UnitCode($0)) } }

    @Test(
        "The unit in charge follows the regions of data collection",
        arguments: [
            ([], "0000", .allIndonesia), (["6104"], "6104", .oneRegion), (["6100"], "6100", .oneProvince),
            (["6104", "6105"], "6100", .oneProvince), (["6104", "6171"], "6100", .oneProvince),
            (["6100", "6104"], "6100", .oneProvince), (["6104", "6104"], "6104", .oneRegion),
            (["6104", "3201"], "0000", .severalProvinces), (["6100", "3200"], "0000", .severalProvinces),
            (["3171"], "3171", .oneRegion),
        ] as [([String], String, AreaRule)])
    func area(regions: [String], unit: String, rule: AreaRule) throws {
        let route = try self.router.route(regions: try self.codes(regions))
        #expect(route.unit.text == unit)
        #expect(route.rule == rule)
        #expect(route.copies.isEmpty)
        #expect(route.source == self.rules.sources[rule.rawValue])
    }

    @Test("Every one of the 553 units is in charge of exactly its own area")
    func everyUnit() throws {
        #expect(self.units.all.count == 553)
        for unit in self.units.all {
            switch unit.level {
            case .pusat:
                #expect(try self.router.route(regions: []).unit == unit.code)
                #expect(throws: RoutingError.self) { try self.router.route(regions: [unit.code]) }
            case .provinsi:
                let below = self.units.units(below: unit.code).map(\.code)
                #expect(try self.router.route(regions: [unit.code]).unit == unit.code)
                #expect(try self.router.route(regions: below).unit == unit.code)
                #expect(try self.router.route(regions: below.prefix(2)).unit == unit.code)
                for other in self.units.provinces where other.code != unit.code {
                    #expect(try self.router.route(regions: [unit.code, other.code]).unit == .headquarters)
                    let one = try #require(self.units.units(below: other.code).first)
                    #expect(try self.router.route(regions: below + [one.code]).unit == .headquarters)
                }
            case .kabkota:
                let route = try self.router.route(regions: [unit.code])
                #expect(route.unit == unit.code)
                let sibling = self.units.units(below: try #require(unit.parent)).first { $0.code != unit.code }
                if let sibling {
                    #expect(try self.router.route(regions: [unit.code, sibling.code]).unit == unit.parent)
                }
                let central = try self.router.route(regions: [unit.code], fromCentralAgency: true)
                #expect(central.unit == .headquarters)
                #expect(central.copies == [unit.code])
            }
        }
    }

    @Test("A central agency inside of one province goes to headquarters, with a copy to the region's unit")
    func centralAgency() throws {
        let regions = try self.codes(["6104", "6171"])
        let route = try self.router.route(regions: regions, organiser: "Kementerian  Pertanian")
        #expect(route.unit == .headquarters)
        #expect(route.copies.map(\.text) == ["6100"])
        #expect(route.isCentralAgency)
        #expect(route.source == self.rules.centralAgency.source)
        // In the whole country nothing is exceptional about it.
        let whole = try self.router.route(regions: [], organiser: "Kementerian Pertanian")
        #expect(whole.unit == .headquarters)
        #expect(!whole.isCentralAgency)
        #expect(whole.copies.isEmpty)
    }

    @Test(
        "The region's unit gets a copy of a letter of headquarters, and nobody of a letter of its own",
        arguments: [
            ("0000", ["6104"], ["6104"]), ("0000", ["6104", "6171"], ["6100"]), ("0000", [], []),
            ("0000", ["6104", "3201"], []), ("6100", ["6104"], []), ("6104", ["6104"], []),
        ] as [(String, [String], [String])])
    func copies(unit: String, regions: [String], copies: [String]) throws {
        let unit = try #require(UnitCode(unit))
        let regions = try self.codes(regions)
        #expect(self.router.copies(from: unit, regions: regions).map(\.text) == copies)
        var rules = self.rules
        rules.centralAgency.copyToRegion = false
        #expect(Router(units: self.units, rules: rules).copies(from: unit, regions: regions).isEmpty)
    }

    @Test("The exception for central agencies is configuration")
    func configured() throws {
        let regions = try self.codes(["6104"])
        var rules = self.rules
        rules.centralAgency.copyToRegion = false
        let alone = try Router(units: self.units, rules: rules).route(regions: regions, organiser: "Kementerian Agama")
        #expect(alone.unit == .headquarters)
        #expect(alone.copies.isEmpty)
        rules.centralAgency.goesToHeadquarters = false
        let local = try Router(units: self.units, rules: rules).route(regions: regions, organiser: "Kementerian Agama")
        #expect(local.unit.text == "6104")
        #expect(!local.isCentralAgency)
    }

    @Test(
        "A central agency is recognised by its name as a whole",
        arguments: [
            ("Kementerian Kesehatan", true), ("KEMENTERIAN AGAMA", true), ("Badan Riset dan Inovasi Nasional", true),
            ("Badan Narkotika Nasional Kota Pontianak", false), ("Kejaksaan Agung Republik Indonesia", true),
            ("Dinas Kesehatan Kabupaten Mempawah", false), ("Kantor Wilayah Kementerian Agama", false),
            ("Nasional", false), ("Badan Nasional", true), ("", false), ("Badan", false),
            ("Kementerianku", false), ("Kementerian Agama Kabupaten Mempawah", false),
            ("KEMENTERIAN AGAMA KOTA PONTIANAK", false), ("Kementerian Agama (Provinsi Kalimantan Barat)", false),
            ("Badan Kabupaten Mempawah Nasional", false), ("Kementerian Kotapraja", true),
            ("Kementerian Agama Kab. Mempawah", false), ("Badan Nasional Penanggulangan Bencana", true),
            ("Badan Kepegawaian Negara", true), ("Lembaga Administrasi Negara", true),
            ("Komisi Pemberantasan Korupsi", true), ("Badan Kepegawaian Negara Kota Pontianak", false),
            ("Badan Pendapatan Daerah", false),
            ("Kementerian Desa, Pembangunan Daerah Tertinggal, dan Transmigrasi", true),
        ])
    func names(name: String, isCentral: Bool) { #expect(self.rules.isCentralAgency(name) == isCentral) }

    @Test("A ministry's office in a region follows the area like everybody, unless the words are taken out")
    func regionalOffice() throws {
        let regions = try self.codes(["6104"])
        let name = "Kementerian Agama Kabupaten Mempawah"
        let route = try self.router.route(regions: regions, organiser: name)
        #expect(route.unit.text == "6104")
        #expect(!route.isCentralAgency)
        var rules = self.rules
        rules.centralAgency.regionalWords = []
        let central = try Router(units: self.units, rules: rules).route(regions: regions, organiser: name)
        #expect(central.unit == .headquarters)
    }

    @Test("Regions that do not exist are named, and nobody is in charge")
    func unknown() throws {
        let error = #expect(throws: RoutingError.self) {
            try self.router.route(regions: try self.codes(["9999", "6104", "0000", "6199"]))
        }
        #expect(error?.unknown.map(\.text) == ["0000", "6199", "9999"])
        #expect(error?.description == "there is no region 0000, 6199, 9999")
    }

    @Test("The rule about areas alone takes headquarters for the whole country")
    func areaRule() throws {
        #expect(AreaRule.apply(to: try self.codes(["0000", "6104"])).unit == .headquarters)
    }

    @Test(
        "Faulty rules are refused with field and reason",
        arguments: [
            (#""oneRegion": ""#, #""oneRegio": ""#, "sources/oneRegion"),
            (#""sources": {"#, #""sources": { "twoRegions": "x","#, "sources/twoRegions"),
            (#""begins": "Kementrian""#, #""begins": """#, "centralAgency/names/1"),
            (#"{ "begins": "Kementrian" }"#, "{}", "centralAgency/names/1"),
            (#""copyToRegion": true"#, #""copyToRegion": "ya""#, "centralAgency/copyToRegion"),
            (#""copyToRegion""#, #""salinan""#, "centralAgency/copyToRegion"),
            (#""names": ["#, #""nama": 1, "names": ["#, "centralAgency/nama"),
            (#"["Kota"]"#, #"["Kota Besar"]"#, "centralAgency/regionalWords/0"),
            (#"["Kota"]"#, #"[""]"#, "centralAgency/regionalWords/0"),
            (#""regionalWordsSource": "x""#, #""regionalWordsSource": """#, "centralAgency/regionalWordsSource"),
        ])
    func faulty(old: String, new: String, field: String) throws {
        let text = """
            {"sources": {"allIndonesia": "x", "severalProvinces": "x", "oneProvince": "x", "oneRegion": "x"},
             "centralAgency": {"goesToHeadquarters": true, "copyToRegion": true, "source": "x",
             "names": [{ "begins": "Kementerian" }, { "begins": "Kementrian" }], "namesSource": "x",
             "regionalWords": ["Kota"], "regionalWordsSource": "x"}}
            """
        _ = try RoutingRules(json: Array(text.utf8), file: "probe.json")
        let broken = text.replacing(old, with: new)
        #expect(broken != text)
        let error = #expect(throws: DataFault.self) {
            try RoutingRules(json: Array(broken.utf8), file: "probe.json")
        }
        #expect(error?.file == "probe.json")
        #expect(error?.field == field)
    }
}
