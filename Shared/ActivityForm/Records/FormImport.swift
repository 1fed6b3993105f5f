public import Contracts

/// Reads a file as a draft, whichever of the two shapes it has: a record of the present national system, or a sheet of
/// MS-Keg codes.
public struct FormImport: Sendable {
    private let record: RecordImport
    private let sheet: CodeSheet

    /// An import into a questionnaire: records become drafts of the newest version, sheets of the version that they name.
    public init(catalogue: FormCatalogue, regions: RegionNames) {
        self.record = RecordImport(definition: catalogue.newest, regions: regions)
        self.sheet = CodeSheet(catalogue: catalogue, regions: regions)
    }

    /// Reads the file.
    ///
    /// - Throws: a ``Problem`` of ``RecordImport/read(_:)`` or ``CodeSheet/read(_:)``, or one that names both shapes when
    ///   the file has neither.
    public func read(_ file: [UInt8]) throws(Problem) -> ImportedRecord {
        guard file.count <= RecordImport.largestFile else { throw .tooLarge(limit: "10 MiB untuk satu berkas catatan") }
        let value = try ContractJSON.decode(JSONValue.self, from: file)
        if value.object?["form"] != nil { return try self.record.read(value) }
        if value.object?["isian"] != nil { return try self.sheet.read(value) }
        throw .unreadable(
            "Berkas ini bukan catatan rekomendasi (bagian \"form\" tidak ada) dan bukan lembar kode MS-Keg (bagian "
                + "\"isian\" tidak ada). Unduh kembali berkasnya dari sistem asalnya.")
    }
}
