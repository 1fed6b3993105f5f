/// What an applicant is told.
public enum NoticeKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// The submission is with the unit.
    case received = "case-opened"
    /// Something is missing; no clock runs.
    case returned = "case-returned"
    /// The legal clock runs.
    case declaredComplete = "case-declared-complete"
    /// The examination found what must be corrected.
    case correctionRequested = "case-correction-requested"
    /// The letter of recommendation is signed.
    case letterIssued = "case-letter-issued"
    /// The letter of refusal is signed.
    case refused = "case-refused"

    /// Whether this tells the result of the examination, which the service standard promises within the clock.
    public var isResult: Bool {
        switch self {
        case .correctionRequested, .letterIssued, .refused: true
        case .received, .returned, .declaredComplete: false
        }
    }

    /// Whether a letter stands behind it, whose delivery is counted.
    public var carriesLetter: Bool {
        switch self {
        case .letterIssued, .refused: true
        case .received, .returned, .declaredComplete, .correctionRequested: false
        }
    }

    /// In a few plain Indonesian words.
    public var words: String {
        switch self {
        case .received: "Pengajuan diterima"
        case .returned: "Belum lengkap"
        case .declaredComplete: "Lengkap dan jelas"
        case .correctionRequested: "Perlu perbaikan"
        case .letterIssued: "Surat terbit"
        case .refused: "Tidak layak"
        }
    }

    /// What a template of this kind may speak of.
    public var variables: Set<NoticeVariable> {
        let common: Set<NoticeVariable> = [
            .caseNumber, .title, .year, .institution, .unit, .service, .caseLink, .recipient,
        ]
        return switch self {
        case .received: common.union([.workingDays, .standardLink])
        case .returned: common.union([.remarks, .note])
        case .declaredComplete: common.union([.dueDate, .workingDays, .standardLink])
        case .correctionRequested: common.union([.remarks, .note, .answerBy])
        case .letterIssued:
            common.union([
                .recommendationNumber, .letterNumber, .signerOffice, .verificationLink, .ratingLink,
            ])
        case .refused: common.union([.reasons, .letterNumber, .signerOffice, .verificationLink, .ratingLink])
        }
    }
}
