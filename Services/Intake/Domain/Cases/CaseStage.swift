/// Where a case stands, as Intake has learnt it from messages; the raw value is the word of the glossary.
public enum CaseStage: String, Hashable, Sendable, Codable, CaseIterable {
    case submitted = "diajukan"
    case resubmitted = "diajukan_ulang"
    case returned = "belum_lengkap"
    case complete = "lengkap_jelas"
    case examined = "diperiksa"
    case correctionRequested = "perlu_perbaikan"
    case inEvaluation = "evaluasi"
    case evaluated = "evaluasi_selesai"
    case letterDrafted = "penyusunan_naskah"
    case feasible = "terbit_layak"
    case refused = "tidak_layak"
    case delivered = "terkirim"
    case completed = "selesai"

    /// Whether it is the applicant's turn: the form's pages are open.
    public var isApplicantsTurn: Bool { self == .returned || self == .correctionRequested }

    /// Whether a letter has decided the case.
    public var isDecided: Bool { self.rank >= CaseStage.feasible.rank }

    /// The way of a round only goes forward.
    var rank: Int {
        switch self {
        case .submitted, .resubmitted: 0
        case .returned: 1
        case .complete: 2
        case .examined: 3
        case .correctionRequested, .inEvaluation: 4
        case .evaluated: 5
        case .letterDrafted: 6
        case .feasible, .refused: 7
        case .delivered: 8
        case .completed: 9
        }
    }

    /// For the applicant, in plain words.
    public var label: String {
        switch self {
        case .submitted: "Diajukan"
        case .resubmitted: "Diajukan ulang"
        case .returned: "Belum lengkap"
        case .complete: "Lengkap dan jelas"
        case .examined: "Diperiksa"
        case .correctionRequested: "Perlu perbaikan"
        case .inEvaluation: "Evaluasi tim"
        case .evaluated: "Evaluasi selesai"
        case .letterDrafted: "Penyusunan naskah surat"
        case .feasible: "Layak – surat terbit"
        case .refused: "Tidak layak"
        case .delivered: "Surat terkirim"
        case .completed: "Selesai"
        }
    }
}
