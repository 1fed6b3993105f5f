public import Contracts

/// What a person is told.
public enum NoticeKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// The submission is with the unit.
    case received = "case-opened"
    /// Something is missing; no clock runs.
    case returned = "case-returned"
    /// The legal clock runs.
    case declaredComplete = "case-declared-complete"
    /// A newer calendar has moved the end of the running clock.
    case dueMoved = "case-due-moved"
    /// The examination found what must be corrected.
    case correctionRequested = "case-correction-requested"
    /// The letter of recommendation is signed.
    case letterIssued = "case-letter-issued"
    /// The letter of refusal is signed.
    case refused = "case-refused"
    /// A link by which the address that was typed at registration is confirmed.
    case confirmAddress = "contact-confirm"
    /// A link by which a password is set.
    case setPassword = "contact-password"

    /// Whether this is about a case. What is not goes by mail alone, to the very address that its link proves.
    public var isAboutCase: Bool {
        switch self {
        case .received, .returned, .declaredComplete, .dueMoved, .correctionRequested, .letterIssued, .refused: true
        case .confirmAddress, .setPassword: false
        }
    }

    /// The channels on which this can be told and must therefore have words.
    public var channels: [ServiceStandard.Channel] { self.isAboutCase ? [.email, .portal] : [.email] }

    /// Whether this tells the result of the examination, which the service standard promises within the clock.
    public var isResult: Bool {
        switch self {
        case .correctionRequested, .letterIssued, .refused: true
        case .received, .returned, .declaredComplete, .dueMoved, .confirmAddress, .setPassword: false
        }
    }

    /// Whether a letter stands behind it, whose delivery is counted.
    public var carriesLetter: Bool {
        switch self {
        case .letterIssued, .refused: true
        case .received, .returned, .declaredComplete, .dueMoved, .correctionRequested, .confirmAddress, .setPassword:
            false
        }
    }

    /// In a few plain Indonesian words.
    public var words: String {
        switch self {
        case .received: "Pengajuan diterima"
        case .returned: "Belum lengkap"
        case .declaredComplete: "Lengkap dan jelas"
        case .dueMoved: "Tenggat berubah"
        case .correctionRequested: "Perlu perbaikan"
        case .letterIssued: "Surat terbit"
        case .refused: "Tidak layak"
        case .confirmAddress: "Konfirmasi alamat e-mail"
        case .setPassword: "Atur kata sandi"
        }
    }

    /// What a template of this kind may speak of.
    public var variables: Set<NoticeVariable> {
        let common: Set<NoticeVariable> = [
            .caseNumber, .title, .year, .institution, .unit, .service, .caseLink, .recipient,
        ]
        return switch self {
        case .received: common.union([.workingDays, .standardLink])
        case .returned: common.union([.remarks, .note, .completeBy])
        case .declaredComplete: common.union([.dueDate, .workingDays, .standardLink])
        case .dueMoved: common.union([.dueDate, .oldDueDate, .cause, .clockLink])
        case .correctionRequested: common.union([.remarks, .note, .answerBy])
        case .letterIssued:
            common.union([
                .recommendationNumber, .letterNumber, .signerOffice, .verificationLink, .ratingLink,
            ])
        case .refused: common.union([.reasons, .letterNumber, .signerOffice, .verificationLink, .ratingLink])
        case .confirmAddress, .setPassword: [.proofLink, .validUntil]
        }
    }
}
