/// The nine elements (unsur) of the community satisfaction survey (Survei Kepuasan Masyarakat), in the order of
/// PermenPANRB 14/2017: U8 is the handling of complaints, U9 the facilities. Several programs in use swap these two.
public enum SKMElement: Int, Hashable, Sendable, CaseIterable, Comparable {
    /// U1, persyaratan.
    case requirements = 1
    /// U2, sistem, mekanisme, dan prosedur.
    case procedure
    /// U3, waktu penyelesaian.
    case time
    /// U4, biaya atau tarif.
    case fee
    /// U5, produk spesifikasi jenis pelayanan.
    case product
    /// U6, kompetensi pelaksana.
    case competence
    /// U7, perilaku pelaksana.
    case conduct
    /// U8, penanganan pengaduan, saran, dan masukan.
    case complaints
    /// U9, sarana dan prasarana.
    case facilities

    /// `U1` to `U9`.
    public var code: String { "U\(self.rawValue)" }

    /// The name in Indonesian, as the regulation has it.
    public var words: String {
        switch self {
        case .requirements: "Persyaratan"
        case .procedure: "Sistem, mekanisme, dan prosedur"
        case .time: "Waktu penyelesaian"
        case .fee: "Biaya/tarif"
        case .product: "Produk spesifikasi jenis pelayanan"
        case .competence: "Kompetensi pelaksana"
        case .conduct: "Perilaku pelaksana"
        case .complaints: "Penanganan pengaduan, saran, dan masukan"
        case .facilities: "Sarana dan prasarana"
        }
    }

    /// Compares the numbers.
    public static func < (one: SKMElement, other: SKMElement) -> Bool { one.rawValue < other.rawValue }
}
