/// Quality of the service (mutu pelayanan) by its index, PermenPANRB 14/2017.
///
/// The printed table gives both ends of each band to two decimals and so leaves gaps (64.995, 76.605). The index is
/// rounded half up to two decimals first, and the band looked up with that: then every index falls in exactly one.
public enum SKMGrade: String, Hashable, Sendable, CaseIterable, Comparable {
    /// 25.00 to 64.99.
    case d = "D"
    /// 65.00 to 76.60.
    case c = "C"
    /// 76.61 to 88.30.
    case b = "B"
    /// 88.31 to 100.00.
    case a = "A"

    /// The band of an index that is already rounded, in hundredths.
    public init(indexHundredths index: Int) {
        switch index {
        case ..<6500: self = .d
        case ..<7661: self = .c
        case ..<8831: self = .b
        default: self = .a
        }
    }

    /// How the service does (kinerja unit pelayanan), in the regulation's words.
    public var words: String {
        switch self {
        case .d: "Tidak baik"
        case .c: "Kurang baik"
        case .b: "Baik"
        case .a: "Sangat baik"
        }
    }

    /// D is the lowest.
    public static func < (one: SKMGrade, other: SKMGrade) -> Bool { one.rawValue > other.rawValue }
}
