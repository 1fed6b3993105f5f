internal import Transfers

extension MailOutcome {
    /// Reads the verdict out of the end of the transfer and the last reply code of the server.
    ///
    /// Measured against aiosmtpd: the reply code is 354 exactly from the moment the server asked for the mail's text
    /// until it answered, so a failure with 354 means that the mail may have been taken. But a part of that answer already
    /// makes libcurl report 0 (a reply or a TLS record that breaks off in the middle), so what counts besides is whether
    /// the text went out to its end: then nothing but a refusal of the server's own says that the mail was not taken.
    static func reading(_ answer: TransferAnswer) -> MailOutcome {
        switch answer.end {
        case .completed: return .sent(code: answer.code)
        case .untrusted: return .misconfigured(.certificate)
        case .noEncryption: return .misconfigured(.noEncryption)
        case .loginDenied:
            // 454 is a server that cannot check passwords just now.
            return (400..<500).contains(answer.code)
                ? .temporary(code: answer.code) : .misconfigured(.credentials)
        case .unusable: return .misconfigured(.address)
        case .broken: break
        }
        switch answer.code {
        case 354: return .inDoubt
        case 530, 534, 535, 538: return .misconfigured(.credentials)
        case 400..<500: return .temporary(code: answer.code)
        case 500..<600: return .permanent(code: answer.code)
        default: return answer.hasSentAll ? .inDoubt : .unreachable
        }
    }
}
