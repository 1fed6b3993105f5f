/// A published service standard of one unit in one version: what the unit promises, as data.
///
/// Source of the components: PermenPANRB 15/2014; of the texts: the standard named in `source`.
public struct ServiceStandard: Hashable, Sendable, Codable {
    /// What must be reached when a notice is promised.
    public enum Channel: String, Hashable, Sendable, Codable, CaseIterable {
        case email, whatsapp, portal
    }

    /// What happens to the clock when the applicant answers a correction.
    public enum AfterCorrection: String, Hashable, Sendable, Codable {
        case newClock, resume
    }

    /// The identifier that cases are pinned to: `0000@1`.
    public var id: String
    /// The unit that promises it.
    public var unit: UnitCode
    /// From 1 per unit.
    public var version: Int
    /// First day on which it applies.
    public var effectiveFrom: Day
    /// Where the text stands.
    public var source: String
    /// Name of the service, for headings.
    public var serviceName: String
    /// Address lines of the place of service.
    public var place: [String]
    /// Telephone, web site.
    public var contacts: [String]
    /// Persyaratan.
    public var requirements: [String]
    /// Sistem, mekanisme, dan prosedur, for each way in.
    public var procedures: [Procedure]
    /// Jangka waktu, as the public reads it.
    public var timeText: String
    /// Length of the legal clock in working days.
    public var workingDays: Int
    /// See ``AfterCorrection-swift.enum``.
    public var afterCorrection: AfterCorrection
    /// Channels on which the result must be told within the clock.
    public var channels: [Channel]
    /// Biaya/tarif.
    public var fee: String
    /// Produk pelayanan.
    public var products: [String]
    /// Who signs: the office as it stands under the letter.
    public var signerOffice: String
    /// Lines of the letterhead, top to bottom.
    public var letterhead: [String]
    /// Place name before the date of a letter.
    public var letterPlace: String
    /// Penanganan pengaduan, saran, dan masukan.
    public var complaintChannels: [String]
    /// End of service hours, Monday first, seven entries in minutes after midnight; `nil` where closed.
    public var closingMinutes: [Int?]
    /// `WIB`, `WITA` or `WIT`.
    public var zone: TimeZoneName
    /// Where the source contradicts itself: what it says, what applies, why.
    public var settled: [SettledConflict]

    // The fields below came later; a message from before them lacks them.

    /// Last day on which it applies; `nil` until another version begins.
    public var effectiveUntil: Day?
    /// Whether the unit handed it in, or inherits it from its level.
    public var origin: Origin?
    /// Number of the decree by which the unit set it; `nil` where the source leaves it empty.
    public var decree: String?
    /// Dasar hukum.
    public var legalBasis: [LegalBasis]?
    /// The clock with everything that it needs; agrees with ``workingDays`` and ``afterCorrection-swift.property``.
    public var clock: Clock?
    /// Who signs, with the title under the letter; agrees with ``signerOffice``.
    public var signer: Signer?
    /// Hours of service, Monday first, seven entries, `nil` where closed; agree with ``closingMinutes``.
    public var hours: [Hours?]?
    /// Where the hours stand.
    public var hoursSource: String?
    /// Of the eight components that need not be published, those that are known.
    public var internalComponents: [InternalComponent]?

    /// The steps of one way in.
    public struct Procedure: Hashable, Sendable, Codable {
        /// `Daring` or `Datang langsung`.
        public var way: String
        /// In order.
        public var steps: [String]
        /// Which way it is, for programs; came later.
        public var kind: WayIn?
        /// What this way in asks for, where the source tells the ways apart; came later.
        public var requirements: [String]?
        /// A way in with its steps.
        public init(way: String, steps: [String], kind: WayIn? = nil, requirements: [String]? = nil) {
            self.way = way
            self.steps = steps
            self.kind = kind
            self.requirements = requirements
        }
    }

    /// One contradiction of the source, and how it was settled.
    public struct SettledConflict: Hashable, Sendable, Codable {
        /// What the source says.
        public var says: String
        /// What applies.
        public var applies: String
        /// Why.
        public var because: String
        /// The part of the standard that it is about; came later.
        public var component: Component?
        /// A settled contradiction.
        public init(says: String, applies: String, because: String, component: Component? = nil) {
            self.says = says
            self.applies = applies
            self.because = because
            self.component = component
        }
    }

    /// A standard with everything said.
    public init(
        id: String, unit: UnitCode, version: Int, effectiveFrom: Day, source: String, serviceName: String,
        place: [String], contacts: [String], requirements: [String], procedures: [Procedure], timeText: String,
        workingDays: Int, afterCorrection: AfterCorrection, channels: [Channel], fee: String, products: [String],
        signerOffice: String, letterhead: [String], letterPlace: String, complaintChannels: [String],
        closingMinutes: [Int?], zone: TimeZoneName, settled: [SettledConflict], effectiveUntil: Day? = nil,
        origin: Origin? = nil, decree: String? = nil, legalBasis: [LegalBasis]? = nil, clock: Clock? = nil,
        signer: Signer? = nil, hours: [Hours?]? = nil, hoursSource: String? = nil,
        internalComponents: [InternalComponent]? = nil
    ) {
        self.id = id
        self.unit = unit
        self.version = version
        self.effectiveFrom = effectiveFrom
        self.source = source
        self.serviceName = serviceName
        self.place = place
        self.contacts = contacts
        self.requirements = requirements
        self.procedures = procedures
        self.timeText = timeText
        self.workingDays = workingDays
        self.afterCorrection = afterCorrection
        self.channels = channels
        self.fee = fee
        self.products = products
        self.signerOffice = signerOffice
        self.letterhead = letterhead
        self.letterPlace = letterPlace
        self.complaintChannels = complaintChannels
        self.closingMinutes = closingMinutes
        self.zone = zone
        self.settled = settled
        self.effectiveUntil = effectiveUntil
        self.origin = origin
        self.decree = decree
        self.legalBasis = legalBasis
        self.clock = clock
        self.signer = signer
        self.hours = hours
        self.hoursSource = hoursSource
        self.internalComponents = internalComponents
    }
}

/// One of the three Indonesian time zones. None has daylight saving time.
public enum TimeZoneName: String, Hashable, Sendable, Codable, CaseIterable {
    /// Asia/Jakarta, Asia/Pontianak.
    case wib = "WIB"
    /// Asia/Makassar.
    case wita = "WITA"
    /// Asia/Jayapura.
    case wit = "WIT"

    /// Seconds ahead of UTC.
    public var offset: Int {
        switch self {
        case .wib: 7 * 3600
        case .wita: 8 * 3600
        case .wit: 9 * 3600
        }
    }
}
