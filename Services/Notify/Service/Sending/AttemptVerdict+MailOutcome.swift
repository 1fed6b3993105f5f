import Mail
import NotifyDomain

extension AttemptVerdict {
    /// What the mail server's answer means here.
    init(_ outcome: MailOutcome) {
        self =
            switch outcome {
            case .sent(let code): .taken(code: code)
            case .temporary(let code): .notTaken(code: code, cause: "refused-for-now")
            case .permanent(let code): .refused(code: code, cause: "refused-for-good")
            case .inDoubt: .unknown(cause: "no-answer")
            case .unreachable: .notTaken(code: nil, cause: "unreachable")
            case .misconfigured(let fault): .notTaken(code: nil, cause: "misconfigured-\(fault.rawValue)")
            }
    }
}
