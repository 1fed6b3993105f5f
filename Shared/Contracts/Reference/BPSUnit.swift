/// One of the 553 units of BPS.
public struct BPSUnit: Hashable, Sendable, Codable {
    /// How far a unit's area reaches.
    public enum Level: String, Hashable, Sendable, Codable {
        case pusat, provinsi, kabkota
    }

    /// Four digits.
    public var code: UnitCode
    /// As in the table: `Kabupaten Mempawah`.
    public var name: String
    /// Headquarters, province, or regency and city.
    public var level: Level
    /// The unit above; `nil` for headquarters.
    public var parent: UnitCode?
    /// The zone of its office.
    public var zone: TimeZoneName

    /// A unit with everything said.
    public init(code: UnitCode, name: String, level: Level, parent: UnitCode?, zone: TimeZoneName) {
        self.code = code
        self.name = name
        self.level = level
        self.parent = parent
        self.zone = zone
    }
}
