extension ServiceStandard {
    /// Whose promise it is.
    public enum Origin: String, Hashable, Sendable, Codable {
        /// The unit's own standard.
        case own
        /// The default of its level, until the unit hands in its own.
        case inherited
    }

    /// How an applicant comes to the service.
    public enum WayIn: String, Hashable, Sendable, Codable {
        /// Through the portal.
        case online
        /// To the counter.
        case visit
    }

    /// The parts of a standard about which its source can contradict itself.
    ///
    /// The first six are the components that are published (PermenPANRB 15/2014).
    public enum Component: String, Hashable, Sendable, Codable, CaseIterable {
        case requirements, procedure, time, fee, products, complaints
        /// Address, telephone, name and dates of the standard itself.
        case identity
        /// Hours of service.
        case hours
    }

    /// One ground on which the standard stands.
    public struct LegalBasis: Hashable, Sendable, Codable {
        /// The rule, as it is cited.
        public var title: String
        /// Where it was found that the rule applies.
        public var source: String
        /// Whether the rule's own text was seen.
        public var isVerified: Bool
        /// A ground.
        public init(title: String, source: String, isVerified: Bool) {
            self.title = title
            self.source = source
            self.isVerified = isVerified
        }
    }

    /// The promise of time, for programs.
    public struct Clock: Hashable, Sendable, Codable {
        /// What is counted.
        public enum Unit: String, Hashable, Sendable, Codable {
            /// Hari kerja of the calendar of working days.
            case workingDays
        }
        /// What starts it.
        public enum Start: String, Hashable, Sendable, Codable {
            /// Berkas dinyatakan lengkap dan jelas.
            case declaredComplete
        }
        /// What can have to happen by the due time.
        public enum Milestone: String, Hashable, Sendable, Codable {
            /// Hasil pemeriksaan diberitahukan, on every promised channel.
            case resultNotified
            /// The signed letter exists.
            case letterIssued
        }

        /// From 1.
        public var length: Int
        /// See ``Unit-swift.enum``.
        public var unit: Unit
        /// See ``Start-swift.enum``.
        public var start: Start
        /// What must have happened by the due time; at least one.
        public var mustHaveHappened: [Milestone]
        /// What happens when the applicant answers a correction.
        public var afterCorrection: AfterCorrection
        /// Where the promise stands, or from where it was taken.
        public var source: String
        /// A promise of time.
        public init(
            length: Int, unit: Unit, start: Start, mustHaveHappened: [Milestone], afterCorrection: AfterCorrection,
            source: String
        ) {
            self.length = length
            self.unit = unit
            self.start = start
            self.mustHaveHappened = mustHaveHappened
            self.afterCorrection = afterCorrection
            self.source = source
        }
    }

    /// Who signs the letter.
    public struct Signer: Hashable, Sendable, Codable {
        /// The office: `Kepala BPS Kabupaten Mempawah`.
        public var office: String
        /// The title as it stands above the signature: `Kepala Badan Pusat Statistik Kabupaten Mempawah`.
        public var title: String
        /// Where it stands.
        public var source: String
        /// A signer.
        public init(office: String, title: String, source: String) {
            self.office = office
            self.title = title
            self.source = source
        }
    }

    /// When the counter serves on one day of the week.
    public struct Hours: Hashable, Sendable, Codable {
        /// Minutes after midnight in the unit's zone, 0…1439.
        public var opens: Int
        /// Minutes after midnight, later than ``opens``, at most 1440.
        public var closes: Int
        /// The hours of one day.
        public init(opens: Int, closes: Int) {
            self.opens = opens
            self.closes = closes
        }
    }

    /// One of the eight components that need not be published, as far as it is known.
    public struct InternalComponent: Hashable, Sendable, Codable {
        /// The eight of PermenPANRB 15/2014, in its order.
        public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
            /// Dasar hukum.
            case legalBasis
            /// Sarana, prasarana, dan/atau fasilitas.
            case facilities
            /// Kompetensi pelaksana.
            case competence
            /// Pengawasan internal.
            case supervision
            /// Jumlah pelaksana.
            case staff
            /// Jaminan pelayanan.
            case serviceGuarantee
            /// Jaminan keamanan dan keselamatan pelayanan.
            case safetyGuarantee
            /// Evaluasi kinerja pelaksana.
            case evaluation
        }
        /// Which of the eight.
        public var kind: Kind
        /// What is known, line by line.
        public var text: [String]
        /// From where.
        public var source: String
        /// A component.
        public init(kind: Kind, text: [String], source: String) {
            self.kind = kind
            self.text = text
            self.source = source
        }
    }
}
