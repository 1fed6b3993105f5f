import Contracts
import Postgres

/// What Notify keeps of a service standard.
struct KnownStandard: Sendable {
    var id: String
    var unit: UnitCode
    var unitName: String
    var serviceName: String
    var workingDays: Int
    var channels: [ServiceStandard.Channel]
    var zone: TimeZoneName

    static let columns: SQL = """
        s.id AS standard_id, s.unit AS standard_unit, s.unit_name, s.service_name, s.working_days, s.channels, s.zone
        """

    init(_ event: StandardPublished) {
        let standard = event.standard
        self.id = standard.id
        self.unit = standard.unit
        self.unitName = Self.name(of: event.unit)
        self.serviceName = standard.serviceName
        self.workingDays = standard.workingDays
        self.channels = standard.channels
        self.zone = standard.zone
    }

    /// Reads ``columns``.
    init(_ row: Row) throws {
        self.id = try row.get("standard_id")
        self.unit = UnitCode(try row.get("standard_unit", as: String.self)) ?? .headquarters
        self.unitName = try row.get("unit_name")
        self.serviceName = try row.get("service_name")
        self.workingDays = try row.get("working_days")
        self.channels = try row.get("channels", as: [String].self).compactMap(ServiceStandard.Channel.init)
        self.zone = try row.get("zone")
    }

    /// `BPS Kabupaten Mempawah`: the table names regencies without the institution.
    static func name(of unit: BPSUnit) -> String { unit.name.hasPrefix("BPS") ? unit.name : "BPS \(unit.name)" }
}
