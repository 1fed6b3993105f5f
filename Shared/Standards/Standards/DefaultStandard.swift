import Contracts

/// What a unit's standard says until the unit has handed in its own; its source says so.
///
/// `{wilayah}` stands for the region's name, `{pengesah}` for the signer's office.
struct DefaultStandard: Codable {
    /// What differs between the levels.
    struct Level: Codable {
        var office: String
        var signer: ServiceStandard.Signer
    }

    var version: Int
    var effectiveFrom: Day
    var effectiveUntil: Day?
    var source: String
    var serviceName: String
    var requirements: [String]
    var procedures: [ServiceStandard.Procedure]
    var timeText: String
    var clock: ServiceStandard.Clock
    var channels: [ServiceStandard.Channel]
    var fee: String
    var products: [String]
    var complaintChannels: [String]
    var hours: [ServiceStandard.Hours?]
    var hoursSource: String
    var legalBasis: [ServiceStandard.LegalBasis]
    var internalComponents: [ServiceStandard.InternalComponent]
    var settled: [ServiceStandard.SettledConflict]
    /// By the word of the table of units: `provinsi`, `kabkota`.
    var levels: [String: Level]
    /// What single units have announced elsewhere and what therefore is settled for them, by code.
    var settledOfUnits: [String: [ServiceStandard.SettledConflict]]

    /// Reads the file.
    ///
    /// - Throws: ``DataFileError`` that names file, field and reason.
    static func read(_ json: [UInt8], file: String, units: UnitDirectory) throws(DataFileError) -> DefaultStandard {
        let common = try DataFile.decode(DefaultStandard.self, json, file: file)
        guard common.hours.count == 7 else {
            throw DataFileError(file: file, field: "hours", reason: "needs seven entries, Monday first")
        }
        for level in common.levels.keys.sorted() where BPSUnit.Level(rawValue: level) == nil {
            throw DataFileError(file: file, field: "levels/\(level)", reason: "there is no such level")
        }
        for code in common.settledOfUnits.keys.sorted() where UnitCode(code).flatMap(units.unit) == nil {
            throw DataFileError(file: file, field: "settledOfUnits/\(code)", reason: "there is no unit \(code)")
        }
        return common
    }

    func standard(for unit: BPSUnit, mailbox: String?, file: String) throws(DataFileError) -> ServiceStandard {
        guard let level = self.levels[unit.level.rawValue] else {
            throw DataFileError(
                file: file, field: "levels",
                reason: "says nothing for \(unit.level.rawValue), and unit \(unit.code) has no standard of its own")
        }
        let region = Self.region(of: unit)
        func filled(_ text: String) -> String { text.replacing("{wilayah}", with: region) }
        let office = filled(level.office)
        let signer = ServiceStandard.Signer(
            office: filled(level.signer.office), title: filled(level.signer.title), source: level.signer.source)
        let mail = mailbox.map { [$0] } ?? []
        return ServiceStandard(
            id: "\(unit.code)@\(self.version)", unit: unit.code, version: self.version,
            effectiveFrom: self.effectiveFrom, source: self.source, serviceName: self.serviceName,
            place: ["Pelayanan Statistik Terpadu \(office)"], contacts: mail, requirements: self.requirements,
            procedures: self.procedures.map { procedure in
                var procedure = procedure
                procedure.steps = procedure.steps.map { $0.replacing("{pengesah}", with: signer.office) }
                return procedure
            },
            timeText: self.timeText, workingDays: self.clock.length, afterCorrection: self.clock.afterCorrection,
            channels: self.channels, fee: self.fee, products: self.products, signerOffice: signer.office,
            letterhead: ["BADAN PUSAT STATISTIK", region.uppercased()] + mail.map { "Pos-el \($0)" },
            letterPlace: Self.placeName(region),
            complaintChannels: self.complaintChannels + mail.map { "E-mail: \($0)" },
            closingMinutes: self.hours.map { $0?.closes }, zone: unit.zone,
            settled: self.settled + (self.settledOfUnits[unit.code.text] ?? []),
            effectiveUntil: self.effectiveUntil, origin: .inherited, legalBasis: self.legalBasis, clock: self.clock,
            signer: signer, hours: self.hours, hoursSource: self.hoursSource,
            internalComponents: self.internalComponents)
    }

    /// `Provinsi Kalimantan Barat`, `Kabupaten Sambas`.
    private static func region(of unit: BPSUnit) -> String {
        unit.name.hasPrefix("BPS ") ? String(unit.name.dropFirst(4)) : unit.name
    }

    /// The region without its kind; the seat of an office is not in the table of units.
    private static func placeName(_ region: String) -> String {
        for kind in ["Provinsi ", "Kabupaten ", "Kota "] where region.hasPrefix(kind) {
            return String(region.dropFirst(kind.count))
        }
        return region
    }
}
