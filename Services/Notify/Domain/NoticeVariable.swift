/// A word that a template may name between double braces. The names are Indonesian, because templates are written by
/// the people who write the texts.
public enum NoticeVariable: String, Hashable, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
    case caseNumber = "nomor"
    case title = "judul"
    case year = "tahun"
    case institution = "instansi"
    case unit = "unit"
    case service = "layanan"
    case recipient = "nama"
    case caseLink = "tautan"
    case standardLink = "tautanStandar"
    case workingDays = "hariKerja"
    case dueDate = "tanggalBatas"
    case oldDueDate = "tanggalBatasLama"
    case cause = "sebab"
    case clockLink = "tautanTenggat"
    case remarks = "catatan"
    case note = "pesan"
    case answerBy = "batasPerbaikan"
    case completeBy = "batasKelengkapan"
    case reasons = "alasan"
    case recommendationNumber = "nomorRekomendasi"
    case letterNumber = "nomorSurat"
    case signerOffice = "pengesah"
    case verificationLink = "tautanVerifikasi"
    case ratingLink = "tautanPenilaian"
    case proofLink = "tautanSekali"
    case validUntil = "berlakuSampai"

    /// Whether the value is a list of texts.
    public var isList: Bool { self == .remarks || self == .reasons }
    /// Whether the value is the address of a page: a path on our own origin until it is rendered.
    public var isLink: Bool {
        switch self {
        case .caseLink, .standardLink, .clockLink, .verificationLink, .ratingLink, .proofLink: true
        default: false
        }
    }
    /// Whether the value may be empty, so that a template must say what happens then.
    public var isOptional: Bool { self == .note || self == .completeBy }
}
