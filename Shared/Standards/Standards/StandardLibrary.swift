public import Contracts

/// The service standard of every unit: published ones from their files, the others derived by level.
public struct StandardLibrary: Sendable {
    /// One standard per unit, in ascending order of codes.
    public let all: [ServiceStandard]
    private let byUnit: [UnitCode: ServiceStandard]

    /// The units whose standard is known word for word.
    static let published = ["0000", "6104"]

    /// Reads the module's own files.
    ///
    /// - Throws: ``DataFileError`` that names file, field and reason.
    public static func load(_ units: UnitDirectory) throws(DataFileError) -> StandardLibrary {
        var files: [(name: String, json: [UInt8])] = []
        for code in Self.published {
            files.append(("standard-\(code).json", try DataFile.read("standard-\(code)", "json")))
        }
        let common = try DefaultStandard.read(
            DataFile.read("standard-default", "json"), file: "standard-default.json")
        return try StandardLibrary(files: files, common: common, units: units)
    }

    init(files: [(name: String, json: [UInt8])], common: DefaultStandard, units: UnitDirectory)
        throws(DataFileError)
    {
        var byUnit: [UnitCode: ServiceStandard] = [:]
        for file in files {
            let standard = try StandardFile.read(file.json, file: file.name, units: units)
            byUnit[standard.unit] = standard
        }
        for unit in units.all where byUnit[unit.code] == nil {
            byUnit[unit.code] = common.standard(for: unit, mailbox: units.mailbox[unit.code])
        }
        self.byUnit = byUnit
        self.all = byUnit.values.sorted { $0.unit < $1.unit }
    }

    /// The standard of a unit; `nil` when there is no such unit.
    public func standard(of unit: UnitCode) -> ServiceStandard? { self.byUnit[unit] }
}
