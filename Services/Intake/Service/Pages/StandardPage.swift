import Contracts
import Standards
import Web

/// What the template `standard` shows.
struct StandardPage {
    struct Procedure {
        let way: String
        let requirements: [TextLine]
        let hasRequirements: Bool
        let steps: [TextLine]
    }
    struct Ground {
        let title: String
        let source: String
        let isUnverified: Bool
    }
    struct Component {
        let title: String
        let lines: [TextLine]
        let source: String?
    }
    struct Version {
        let title: String
        let period: String
        let href: String
        let compareHref: String?
        let isShown: Bool
    }

    let unit: String
    let serviceName: String
    let source: String
    let sourceText: String?
    let origin: String
    let decree: String?
    let version: String
    let period: String
    let notCurrent: Bool
    let currentHref: String
    let place: [TextLine]
    let contacts: [TextLine]
    let hasContacts: Bool
    let hours: [TextLine]
    let requirements: [TextLine]
    let procedures: [Procedure]
    let timeText: String
    let clock: [TextLine]
    let fee: String
    let products: [TextLine]
    let complaints: [TextLine]
    let channels: String
    let signerOffice: String
    let signerTitle: String?
    let settled: [ServiceStandard.SettledConflict]
    let hasSettled: Bool
    let grounds: [Ground]
    let hasGrounds: Bool
    let components: [Component]
    let hasComponents: Bool
    let versions: [Version]
    let compareHref: String

    init(_ standard: ServiceStandard, among all: [ServiceStandard], today: Day, parts: IntakeParts) {
        self.unit = parts.unitName(standard.unit)
        self.serviceName = standard.serviceName
        self.source = standard.source
        self.sourceText = StandardSourceText.of(standard)
        self.origin = StandardWords.origin(standard)
        self.decree = standard.decree
        self.version = standard.id
        self.period = Self.period(of: standard, among: all)
        self.notCurrent = !Self.applies(standard, on: today, among: all)
        self.currentHref = "/standar/\(standard.unit)"
        self.place = standard.place.map { TextLine($0) }
        self.contacts = standard.contacts.map { TextLine($0) }
        self.hasContacts = !standard.contacts.isEmpty
        self.hours = StandardWords.hours(standard).map { TextLine("\($0)") } + [TextLine(standard.zone.rawValue)]
        self.requirements = standard.requirements.map { TextLine($0) }
        self.procedures = standard.procedures.map { procedure in
            Procedure(
                way: procedure.way, requirements: (procedure.requirements ?? []).map { TextLine($0) },
                hasRequirements: procedure.requirements?.isEmpty == false,
                steps: procedure.steps.map { TextLine($0) })
        }
        self.timeText = standard.timeText
        let milestones = (standard.clock?.mustHaveHappened ?? []).map {
            "Pada saat jatuh tempo, \(StandardWords.milestone($0))"
        }
        self.clock =
            ([StandardWords.clock(standard)] + milestones + [StandardWords.afterCorrection(standard.afterCorrection)])
            .map { TextLine("\($0).") }
        self.fee = standard.fee
        self.products = standard.products.map { TextLine($0) }
        self.complaints = standard.complaintChannels.map { TextLine($0) }
        self.channels = standard.channels.map(StandardWords.channel).joined(separator: ", ")
        self.signerOffice = standard.signerOffice
        self.signerTitle = standard.signer.flatMap { $0.title == standard.signerOffice ? nil : $0.title }
        self.settled = standard.settled
        self.hasSettled = !standard.settled.isEmpty
        self.grounds = (standard.legalBasis ?? []).map {
            Ground(title: $0.title, source: $0.source, isUnverified: !$0.isVerified)
        }
        self.hasGrounds = !self.grounds.isEmpty
        let known = standard.internalComponents ?? []
        self.components =
            known.isEmpty
            ? []
            : ServiceStandard.InternalComponent.Kind.allCases.compactMap { kind in
                // The grounds stand in a section of their own.
                guard kind != .legalBasis else { return nil }
                let component = known.first { $0.kind == kind }
                return Component(
                    title: StandardWords.name(of: kind), lines: (component?.text ?? []).map { TextLine($0) },
                    source: component?.source)
            }
        self.hasComponents = !known.isEmpty
        self.versions = all.reversed().map { version in
            Version(
                title: "Versi \(version.version)", period: Self.period(of: version, among: all),
                href: StandardRoutes.address(of: version.id),
                compareHref: version.id == standard.id
                    ? nil : "/standar-banding?satu=\(version.id)&dua=\(standard.id)",
                isShown: version.id == standard.id)
        }
        let other = standard.unit == .headquarters ? "" : UnitCode.headquarters.text
        self.compareHref = "/standar-banding?satu=\(standard.id)&dua=\(other)"
    }

    /// The last day of a version: its own, or the day before the next one begins.
    private static func end(of standard: ServiceStandard, among all: [ServiceStandard]) -> Day? {
        let next = all.first { $0.version == standard.version + 1 }
        return standard.effectiveUntil ?? next?.effectiveFrom.advanced(by: -1)
    }

    private static func applies(_ standard: ServiceStandard, on day: Day, among all: [ServiceStandard]) -> Bool {
        standard.effectiveFrom <= day && (Self.end(of: standard, among: all).map { day <= $0 } ?? true)
    }

    private static func period(of standard: ServiceStandard, among all: [ServiceStandard]) -> String {
        let begin = "sejak \(Moments.text(standard.effectiveFrom))"
        return Self.end(of: standard, among: all).map { "\(begin) sampai \(Moments.text($0))" } ?? begin
    }
}
