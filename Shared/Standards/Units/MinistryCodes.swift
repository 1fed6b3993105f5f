public import Contracts

/// Which code of the Ministry of Home Affairs belongs to which BPS code, as far as that is known.
///
/// The codes of the two systems differ, and nothing can be inferred from one about the other: what the table lacks is an
/// error, never a guess.
public struct MinistryCodes: Sendable {
    private struct Entry: Codable {
        var ministry: String
        var bps: String
        var name: String
        var source: String
    }

    private let units: [MinistryCode: UnitCode]
    private let codes: [UnitCode: MinistryCode]

    /// The module's own table.
    ///
    /// - Throws: ``DataFault``.
    public static func load(_ units: UnitDirectory) throws(DataFault) -> MinistryCodes {
        try MinistryCodes(json: DataFile.read("ministry-codes", "json"), file: "ministry-codes.json", units: units)
    }

    /// Reads a table: a list of `ministry`, `bps`, `name` and `source`.
    ///
    /// - Throws: ``DataFault`` that names file, field and reason.
    public init(json: [UInt8], file: String, units: UnitDirectory) throws(DataFault) {
        let entries = try DataFile.decode([Entry].self, json, file: file)
        var byMinistry: [MinistryCode: UnitCode] = [:]
        var byUnit: [UnitCode: MinistryCode] = [:]
        for (index, entry) in entries.enumerated() {
            func fault(_ field: String, _ reason: String) -> DataFault {
                DataFault(file: file, field: "\(index)/\(field)", reason: reason)
            }
            guard let code = MinistryCode(entry.ministry) else { throw fault("ministry", "is not pp or pp.kk") }
            guard let unit = UnitCode(entry.bps).flatMap(units.unit) else {
                throw fault("bps", "there is no unit \(entry.bps)")
            }
            guard (unit.level == .provinsi) == (code.text.count == 2) else {
                throw fault("ministry", "is a code of another level than \(unit.code)")
            }
            guard units.regionName(unit.code.text) == entry.name else {
                throw fault("name", "the table of units calls \(unit.code) \(unit.name)")
            }
            guard !entry.source.isEmpty else { throw fault("source", "is empty") }
            guard byMinistry.updateValue(unit.code, forKey: code) == nil else {
                throw fault("ministry", "stands twice")
            }
            guard byUnit.updateValue(code, forKey: unit.code) == nil else { throw fault("bps", "stands twice") }
        }
        self.units = byMinistry
        self.codes = byUnit
    }

    /// The BPS code of a region.
    ///
    /// - Throws: ``CodeConversionError`` when no conversion is known.
    public func unit(for code: MinistryCode) throws(CodeConversionError) -> UnitCode {
        guard let unit = self.units[code] else { throw CodeConversionError(code: code.text, system: "Kemendagri") }
        return unit
    }

    /// The ministry's code of a unit's region.
    ///
    /// - Throws: ``CodeConversionError`` when no conversion is known.
    public func code(of unit: UnitCode) throws(CodeConversionError) -> MinistryCode {
        guard let code = self.codes[unit] else { throw CodeConversionError(code: unit.text, system: "BPS") }
        return code
    }

    /// Every known pair, by the ministry's code.
    public var all: [(ministry: MinistryCode, bps: UnitCode)] {
        self.units.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
