/// A step in the way of a case.
public enum CaseStep: String, Hashable, Sendable, Codable, CaseIterable {
    case open
    case take
    case giveBack = "give-back"
    case `return`
    case resubmit
    case declareComplete = "declare-complete"
    case examine
    case openEvaluation = "open-evaluation"
    case giveOpinion = "give-opinion"
    case closeEvaluation = "close-evaluation"
    case draftLetter = "draft-letter"
    case signLetter = "sign-letter"
    case recordDelivery = "record-delivery"
    case recordRating = "record-rating"
    case complete

    /// What was done, in Indonesian, as a sentence without its subject: "… menyatakan berkas lengkap dan jelas".
    public var deed: String {
        switch self {
        case .open: "membuka perkara"
        case .take: "mengambil perkara"
        case .giveBack: "mengembalikan perkara ke daftar kerja"
        case .return: "menyatakan berkas belum lengkap"
        case .resubmit: "mengajukan ulang formulir"
        case .declareComplete: "menyatakan berkas lengkap dan jelas"
        case .examine: "menyelesaikan pemeriksaan"
        case .openEvaluation: "membuka evaluasi tim"
        case .giveOpinion: "memberi pendapat"
        case .closeEvaluation: "menutup evaluasi tim"
        case .draftLetter: "menyusun naskah surat"
        case .signLetter: "mengesahkan dan menandatangani surat"
        case .recordDelivery: "mencatat surat terkirim"
        case .recordRating: "mencatat penilaian"
        case .complete: "menutup perkara"
        }
    }
}
