import Contracts

/// What a unit's standard says until the unit has handed in its own; its source says so.
///
/// `{wilayah}` stands for the region's name, `{pengesah}` for the signer's office, and in what is settled `{surel}` for the
/// mailbox and `{tempat}` for the place of letters.
struct DefaultStandard: Codable {
    /// What differs between the levels.
    struct Level: Codable {
        var office: String
        var signer: ServiceStandard.Signer
    }

    /// The mailbox that follows the common pattern of addresses.
    struct Mailbox: Codable {
        /// Codes of the units whose address was seen in use.
        var confirmed: [String]
        /// Said for all the others.
        var settled: ServiceStandard.SettledConflict
    }

    /// Hours of service that are known of one unit.
    struct UnitHours: Codable {
        /// Monday first, seven entries, `nil` where closed.
        var hours: [ServiceStandard.Hours?]
        /// Where they stand.
        var source: String
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
    var mailbox: Mailbox
    /// By the word of the table of units: `provinsi`, `kabkota`.
    var levels: [String: Level]
    /// Hours of single units, by code; for them they stand in the place of ``hours``.
    var hoursOfUnits: [String: UnitHours]
    /// What single units have announced elsewhere and what therefore is settled for them, by code.
    var settledOfUnits: [String: [ServiceStandard.SettledConflict]]

    /// Reads the file.
    ///
    /// - Throws: ``DataFault`` that names file, field and reason.
    static func read(_ json: [UInt8], file: String, units: UnitDirectory) throws(DataFault) -> DefaultStandard {
        let common = try DataFile.decode(DefaultStandard.self, json, file: file)
        let weeks = common.hoursOfUnits.map { ("hoursOfUnits/\($0.key)/hours", $0.value.hours) }.sorted { $0.0 < $1.0 }
        for (field, hours) in [("hours", common.hours)] + weeks where hours.count != 7 {
            throw DataFault(file: file, field: field, reason: "needs seven entries, Monday first")
        }
        for level in common.levels.keys.sorted() where BPSUnit.Level(rawValue: level) == nil {
            throw DataFault(file: file, field: "levels/\(level)", reason: "there is no such level")
        }
        let named: [(field: String, codes: [String])] = [
            ("mailbox/confirmed", common.mailbox.confirmed), ("hoursOfUnits", common.hoursOfUnits.keys.sorted()),
            ("settledOfUnits", common.settledOfUnits.keys.sorted()),
        ]
        for (field, codes) in named {
            for code in codes where UnitCode(code).flatMap(units.unit) == nil {
                throw DataFault(file: file, field: "\(field)/\(code)", reason: "there is no unit \(code)")
            }
        }
        for code in common.hoursOfUnits.keys.sorted()
        where common.settledOfUnits[code]?.contains(where: { $0.component == .hours }) != true {
            throw DataFault(
                file: file, field: "hoursOfUnits/\(code)", reason: "is not explained in settledOfUnits/\(code)")
        }
        return common
    }

    func standard(for unit: BPSUnit, mailbox: String?, file: String) throws(DataFault) -> ServiceStandard {
        guard let level = self.levels[unit.level.rawValue] else {
            throw DataFault(
                file: file, field: "levels",
                reason: "says nothing for \(unit.level.rawValue), and unit \(unit.code) has no standard of its own")
        }
        let region = Self.region(of: unit)
        func filled(_ text: String) -> String { text.replacing("{wilayah}", with: region) }
        let office = filled(level.office)
        let signer = ServiceStandard.Signer(
            office: filled(level.signer.office), title: filled(level.signer.title), source: level.signer.source)
        let mail = mailbox.map { [$0] } ?? []
        let letterPlace = Self.placeName(region)
        let own = self.hoursOfUnits[unit.code.text]
        let hours = own?.hours ?? self.hours
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
            letterPlace: letterPlace,
            complaintChannels: self.complaintChannels + mail.map { "E-mail: \($0)" },
            closingMinutes: hours.map { $0?.closes }, zone: unit.zone,
            settled: self.settled(for: unit, mailbox: mailbox, letterPlace: letterPlace),
            effectiveUntil: self.effectiveUntil, origin: .inherited, legalBasis: self.legalBasis, clock: self.clock,
            signer: signer, hours: hours, hoursSource: own?.source ?? self.hoursSource,
            internalComponents: self.internalComponents)
    }

    /// What is settled for every unit, for the mailbox that nobody has confirmed, and for this unit alone.
    private func settled(
        for unit: BPSUnit, mailbox: String?, letterPlace: String
    ) -> [ServiceStandard.SettledConflict] {
        let isConfirmed = mailbox == nil || self.mailbox.confirmed.contains(unit.code.text)
        return (self.settled + (isConfirmed ? [] : [self.mailbox.settled])).map { conflict in
            var conflict = conflict
            conflict.applies = conflict.applies.replacing("{surel}", with: mailbox ?? "")
                .replacing("{tempat}", with: letterPlace)
            return conflict
        } + (self.settledOfUnits[unit.code.text] ?? [])
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
