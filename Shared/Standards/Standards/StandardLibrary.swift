public import Contracts

/// The service standards of all units in all versions: own ones from their files, the others inherited from their level.
public struct StandardLibrary: Sendable {
    /// Every version of every unit, in ascending order of codes and versions.
    public let all: [ServiceStandard]
    private let byUnit: [UnitCode: StandardVersions]

    /// Reads the module's own files (`Data/standard-*.json`), and further ones beside them.
    ///
    /// - Parameter files: further standards, for instance those that an office has handed in.
    /// - Throws: ``DataFault``; nothing is loaded then.
    public static func load(_ units: UnitDirectory, adding files: [StandardSourceFile] = []) throws(DataFault)
        -> StandardLibrary
    {
        var own: [StandardSourceFile] = []
        for name in DataFile.names(beginning: "standard-", "json") {
            own.append(StandardSourceFile(name: "\(name).json", json: try DataFile.read(name, "json")))
        }
        return try StandardLibrary(own + files, units: units)
    }

    /// Reads standards from files. A unit without files of its own inherits every version of its level's default; one
    /// whose own versions begin later than 1 inherits those before.
    ///
    /// - Throws: ``DataFault`` that names file, field and reason; nothing is loaded then.
    public init(_ files: [StandardSourceFile], units: UnitDirectory) throws(DataFault) {
        var own: [UnitCode: [(file: String, standard: ServiceStandard)]] = [:]
        var defaults: [(file: String, standard: DefaultStandard)] = []
        for file in files {
            if file.isDefault {
                defaults.append((file.name, try DefaultStandard.read(file.json, file: file.name, units: units)))
            } else {
                let standard = try StandardFile.read(file.json, file: file.name, units: units)
                own[standard.unit, default: []].append((file.name, standard))
            }
        }
        var byUnit: [UnitCode: StandardVersions] = [:]
        for unit in units.all {
            var versions = own[unit.code] ?? []
            let first = versions.map(\.standard.version).min()
            for (file, standard) in defaults where first.map({ standard.version < $0 }) ?? true {
                let inherited = try standard.standard(for: unit, mailbox: units.mailbox[unit.code], file: file)
                try StandardCheck(inherited, file: file).run(units: units)
                versions.append((file, inherited))
            }
            guard !versions.isEmpty else {
                throw DataFault(
                    file: "standard-\(unit.code).json", field: "unit",
                    reason: "unit \(unit.code) has no standard, and there is no default")
            }
            byUnit[unit.code] = try StandardVersions(versions)
        }
        self.byUnit = byUnit
        self.all = units.all.flatMap { byUnit[$0.code]?.all ?? [] }
    }

    /// The versions of a unit's standard; `nil` when there is no such unit.
    public func versions(of unit: UnitCode) -> StandardVersions? { self.byUnit[unit] }

    /// The newest version of a unit's standard; `nil` when there is no such unit.
    public func standard(of unit: UnitCode) -> ServiceStandard? { self.byUnit[unit]?.newest }

    /// The version to which a case of this day is pinned, in the unit's own zone.
    public func standard(of unit: UnitCode, on day: Day) -> ServiceStandard? { self.byUnit[unit]?.applying(on: day) }

    /// The version with this identifier, `6104@1`.
    public func standard(id: String) -> ServiceStandard? {
        let parts = id.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let unit = UnitCode(String(parts[0])), let version = Int(parts[1]) else { return nil }
        return self.byUnit[unit]?[version]
    }
}
