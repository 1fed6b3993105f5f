/// What somebody wants who writes to the office. The time in which it must be finished follows from it
/// (Perpres 76/2013; PermenPANRB 62/2018).
public enum ComplaintClass: String, Hashable, Sendable, Codable, CaseIterable {
    /// Permintaan informasi.
    case informationRequest = "information-request"
    /// Pengaduan tidak berkadar pengawasan: about the service.
    case complaint
    /// Pengaduan berkadar pengawasan: an official is said to have broken rules.
    case oversightComplaint = "oversight-complaint"
    /// Aspirasi: a wish or a suggestion.
    case aspiration

    /// In plain Indonesian.
    public var words: String {
        switch self {
        case .informationRequest: "Permintaan informasi"
        case .complaint: "Pengaduan tidak berkadar pengawasan"
        case .oversightComplaint: "Pengaduan berkadar pengawasan"
        case .aspiration: "Aspirasi"
        }
    }
}
