import Standards
import Contracts
import Web

/// What the template `standard` shows.
struct StandardPage {
    struct Procedure {
        let way: String
        let steps: [TextLine]
    }

    let id: String
    let unit: String
    let unitField: Field
    let serviceName: String
    let source: String
    let effectiveFrom: String
    let place: [TextLine]
    let contacts: [TextLine]
    let hasContacts: Bool
    let requirements: [TextLine]
    let procedures: [Procedure]
    let timeText: String
    let workingDays: Int
    let channels: String
    let fee: String
    let products: [TextLine]
    let signerOffice: String
    let complaints: [TextLine]
    let settled: [ServiceStandard.SettledConflict]
    let hasSettled: Bool

    init(_ standard: ServiceStandard, parts: IntakeParts) {
        self.id = standard.id
        self.unit = parts.unitName(standard.unit)
        // All 553 would make the page heavy: headquarters, the provinces, and the regions beside the shown one.
        let province = parts.units.unit(standard.unit).flatMap { $0.level == .kabkota ? $0.parent : $0.code }
        let near = province.map { $0 == .headquarters ? [] : parts.units.units(below: $0) } ?? []
        let offered = [UnitCode.headquarters] + parts.units.provinces.map(\.code) + near.map(\.code)
        self.unitField = Field(
            "unit", parts.pages.text("intake.standard.unit"),
            control: .select(offered.map { Choice($0.text, parts.unitName($0), chosen: $0 == standard.unit) }))
        self.serviceName = standard.serviceName
        self.source = standard.source
        self.effectiveFrom = Moments.text(standard.effectiveFrom)
        self.place = standard.place.map { TextLine($0) }
        self.contacts = standard.contacts.map { TextLine($0) }
        self.hasContacts = !standard.contacts.isEmpty
        self.requirements = standard.requirements.map { TextLine($0) }
        self.procedures = standard.procedures.map { Procedure(way: $0.way, steps: $0.steps.map { TextLine($0) }) }
        self.timeText = standard.timeText
        self.workingDays = standard.workingDays
        self.channels = standard.channels.map { channel in
            switch channel {
            case .email: "e-mail"
            case .whatsapp: "WhatsApp"
            case .portal: "portal"
            }
        }.joined(separator: ", ")
        self.fee = standard.fee
        self.products = standard.products.map { TextLine($0) }
        self.signerOffice = standard.signerOffice
        self.complaints = standard.complaintChannels.map { TextLine($0) }
        self.settled = standard.settled
        self.hasSettled = !standard.settled.isEmpty
    }
}
