/// What an office owes to a complaint by a deadline.
public enum ComplaintDuty: String, Hashable, Sendable, Codable, CaseIterable {
    /// The complaint is looked at and passed to whoever can act.
    case verification
    /// Whoever it was passed to answers for the first time.
    case firstAnswer = "first-answer"
    /// The complainant may reply to a follow-up; after that the complaint counts as finished.
    case silence
    /// The complaint is finished; how long that may take depends on its class.
    case completion

    /// In plain Indonesian.
    public var words: String {
        switch self {
        case .verification: "Verifikasi dan penerusan"
        case .firstAnswer: "Jawaban atau tindak lanjut pertama"
        case .silence: "Masa tanggapan pelapor"
        case .completion: "Penyelesaian"
        }
    }
}
