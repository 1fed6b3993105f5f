import Contracts

/// What stands in for the standard of a unit that has not handed in its own; its source says so.
struct DefaultStandard: Decodable {
    let version: Int
    let effectiveFrom: Day
    let source: String
    let serviceName: String
    let requirements: [String]
    let steps: [String]
    let timeText: String
    let workingDays: Int
    let afterCorrection: ServiceStandard.AfterCorrection
    let channels: [ServiceStandard.Channel]
    let fee: String
    let products: [String]
    let closingMinutes: [Int?]
    let settled: [ServiceStandard.SettledConflict]

    static func read(_ json: [UInt8], file: String) throws(DataFileError) -> DefaultStandard {
        let common = try DataFile.decode(DefaultStandard.self, json, file: file)
        guard common.closingMinutes.count == 7 else {
            throw DataFileError(file: file, field: "closingMinutes", reason: "needs seven entries, Monday first")
        }
        return common
    }

    func standard(for unit: BPSUnit, mailbox: String?) -> ServiceStandard {
        let region = Self.region(of: unit)
        let office = unit.level == .provinsi ? "BPS \(region)" : "BPS \(unit.name)"
        let signer = "Kepala \(office)"
        let mail = mailbox.map { [$0] } ?? []
        return ServiceStandard(
            id: "\(unit.code)@\(self.version)", unit: unit.code, version: self.version,
            effectiveFrom: self.effectiveFrom, source: self.source, serviceName: self.serviceName,
            place: ["Pelayanan Statistik Terpadu \(office)"], contacts: mail, requirements: self.requirements,
            procedures: [
                ServiceStandard.Procedure(
                    way: "Daring", steps: self.steps.map { $0.replacing("{pengesah}", with: signer) })
            ],
            timeText: self.timeText, workingDays: self.workingDays, afterCorrection: self.afterCorrection,
            channels: self.channels, fee: self.fee, products: self.products, signerOffice: signer,
            letterhead: ["BADAN PUSAT STATISTIK", region.uppercased()] + mail.map { "Pos-el \($0)" },
            letterPlace: Self.placeName(region),
            complaintChannels: [
                "Pengaduan langsung: kotak saran & pengaduan di PST", "Website: https://www.lapor.go.id",
            ] + mail.map { "E-mail: \($0)" },
            closingMinutes: self.closingMinutes, zone: unit.zone, settled: self.settled)
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
