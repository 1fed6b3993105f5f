import ActivityForm
import Contracts
import Foundation

/// What the tests of this target share.
enum Samples {
    static let regions = RegionNames { code in
        ["6100": "Provinsi Kalimantan Barat", "6104": "Kabupaten Mempawah", "3201": "Kabupaten Bogor"][code]
    }

    static func definition() throws -> FormDefinition { try FormDefinition.msKeg() }

    static func record() throws -> [UInt8] {
        let url = Bundle.module.url(forResource: "romantik-record", withExtension: "json", subdirectory: "Fixtures")
        return Array(try Data(contentsOf: url!))  // the fixture is part of this target
    }

    /// A form with every answer that a compilation must give.
    static func complete() throws -> FormContent {
        let definition = try Samples.definition()
        let importing = RecordImport(definition: definition, regions: Samples.regions)
        var content = try importing.read(Samples.record()).content
        content.answers["sektor"] = .integer(18)
        content.answers["2.2"] = .object([
            "nama": .string("Pejabat"), "jabatan": .string("Analis"), "alamat": .string("Jakarta"),
            "telepon": .string("(021) 1"), "email": .string("pj@instansi.example"),
        ])
        var schedule = content.answers["3.3"]?.object ?? [:]
        schedule["desain"] = .object(["awal": .string("2025-12-01"), "akhir": .string("2025-12-31")])
        schedule["evaluasi"] = .object(["awal": .string("2027-02-01"), "akhir": .string("2027-02-28")])
        content.answers["3.3"] = .object(schedule)
        content.answers["4.8"] = .array([.integer(8)])
        content.answers["4.8.lainnya"] = .string("Laporan")
        content.answers["6.3"] = .integer(2)
        content.answers["8.2"] = .object(["digital": .string("2027-01-15")])
        return content
    }
}
