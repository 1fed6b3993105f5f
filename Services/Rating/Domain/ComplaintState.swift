/// How far a complaint has come.
public enum ComplaintState: String, Hashable, Sendable, CaseIterable {
    /// It lies with the unit.
    case filed
    /// Somebody is working on it.
    case handled
    /// There is an answer.
    case answered
    /// Nothing more is to be done.
    case closed

    /// In plain Indonesian.
    public var words: String {
        switch self {
        case .filed: "Diterima"
        case .handled: "Sedang diproses"
        case .answered: "Sudah dijawab"
        case .closed: "Selesai"
        }
    }
}
