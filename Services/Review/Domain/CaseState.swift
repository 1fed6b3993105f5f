/// Where a case stands. It only moves forward; an answered form is a new round.
public enum CaseState: String, Hashable, Sendable, Codable, CaseIterable {
    /// The applicant has submitted; nobody has looked yet whether the file is complete.
    case submitted
    /// The file is not complete; the applicant is asked, no clock runs.
    case returned
    /// The applicant has answered.
    case resubmitted
    /// Complete and clear: the legal clock runs.
    case complete
    /// Examined without a correction.
    case examined
    /// Examined, and something must be corrected: the clock has ended.
    case correctionRequested = "correction-requested"
    /// A team evaluates.
    case inEvaluation = "in-evaluation"
    /// The team has finished.
    case evaluated
    /// A letter is drafted and waits for its signer.
    case letterDrafted = "letter-drafted"
    /// Signed: feasible.
    case issued
    /// Signed: not feasible.
    case refused
    /// The letter is open in the portal and the notice is handed over.
    case delivered
    /// Rated, or fourteen days after delivery.
    case completed

    /// The word that people read, in Indonesian.
    public var label: String {
        switch self {
        case .submitted: "Diajukan"
        case .returned: "Belum lengkap"
        case .resubmitted: "Diajukan ulang"
        case .complete: "Lengkap dan jelas"
        case .examined: "Selesai diperiksa"
        case .correctionRequested: "Perlu perbaikan"
        case .inEvaluation: "Evaluasi tim"
        case .evaluated: "Selesai dievaluasi"
        case .letterDrafted: "Penyusunan naskah"
        case .issued: "Layak"
        case .refused: "Tidak layak"
        case .delivered: "Terkirim"
        case .completed: "Selesai"
        }
    }

    /// Whether there may be a letter, drafted or signed.
    public var mayHaveLetter: Bool {
        switch self {
        case .submitted, .returned, .resubmitted, .complete, .examined, .correctionRequested, .inEvaluation: false
        case .evaluated, .letterDrafted, .issued, .refused, .delivered, .completed: true
        }
    }

    /// The work that waits for the unit in this state; `nil` while the applicant or another service is to act.
    public var task: CaseTask? {
        switch self {
        case .submitted, .resubmitted: .completeness
        case .complete: .examination
        case .examined, .inEvaluation: .evaluation
        case .evaluated: .letter
        case .letterDrafted: .signature
        case .returned, .correctionRequested, .issued, .refused, .delivered, .completed: nil
        }
    }
}

/// Work that waits for a unit; the last word of a worklist's routing key.
public enum CaseTask: String, Hashable, Sendable, Codable, CaseIterable {
    /// To decide whether the file is complete.
    case completeness
    /// To examine item by item.
    case examination
    /// To open the evaluation, give opinions, close it.
    case evaluation
    /// To draft the letter.
    case letter
    /// To approve and sign.
    case signature

    /// The word that people read, in Indonesian.
    public var label: String {
        switch self {
        case .completeness: "Periksa kelengkapan"
        case .examination: "Periksa rancangan"
        case .evaluation: "Evaluasi tim"
        case .letter: "Susun surat"
        case .signature: "Sahkan surat"
        }
    }
}
