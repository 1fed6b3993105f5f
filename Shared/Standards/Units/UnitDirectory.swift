public import Contracts

/// The units of BPS, by their code.
public struct UnitDirectory: Sendable {
    /// In ascending order of codes.
    public let all: [BPSUnit]
    /// By convention of the address `bpsWWWW@bps.go.id`; headquarters has its own.
    let mailbox: [UnitCode: String]
    private let byCode: [UnitCode: BPSUnit]
    private let below: [UnitCode: [BPSUnit]]

    /// The 553 units of the module's own table.
    ///
    /// - Throws: ``DataFault`` when the table is missing or faulty, which is a fault of the build.
    public static func load() throws(DataFault) -> UnitDirectory {
        try UnitDirectory(csv: DataFile.read("bps_units", "csv"), file: "bps_units.csv")
    }

    /// Reads a table with the columns code, name, level, parent, zone, email_by_convention, source.
    public init(csv: [UInt8], file: String) throws(DataFault) {
        let rows = try UnitTable.read(csv, file: file)
        self.all = rows.map(\.unit).sorted { $0.code < $1.code }
        self.mailbox = Dictionary(uniqueKeysWithValues: rows.map { ($0.unit.code, $0.mailbox) })
        self.byCode = Dictionary(uniqueKeysWithValues: self.all.map { ($0.code, $0) })
        self.below = Dictionary(grouping: self.all.filter { $0.parent != nil }) { $0.parent ?? .headquarters }
    }

    /// The unit with this code; `nil` when there is none.
    public func unit(_ code: UnitCode) -> BPSUnit? { self.byCode[code] }

    /// The units directly below: the provinces of headquarters, the regencies and cities of a province.
    public func units(below code: UnitCode) -> [BPSUnit] { self.below[code] ?? [] }

    /// The 38 provinces.
    public var provinces: [BPSUnit] { self.units(below: .headquarters) }

    /// What the region of a unit is called: `Kabupaten Mempawah`, `Provinsi Kalimantan Barat`; `nil` for headquarters
    /// and for codes that do not exist.
    public func regionName(_ code: String) -> String? {
        guard let unit = UnitCode(code).flatMap(self.unit), unit.level != .pusat else { return nil }
        return unit.level == .provinsi && unit.name.hasPrefix("BPS ") ? String(unit.name.dropFirst(4)) : unit.name
    }
}
