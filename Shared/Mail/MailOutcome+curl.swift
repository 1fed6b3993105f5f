internal import CCurl

extension MailOutcome {
    /// Reads the verdict out of libcurl's result and the last reply code of the server.
    ///
    /// Measured against aiosmtpd: the reply code is 354 exactly from the moment the server asked for the mail's text
    /// until it answered, so a failure with 354 means that the mail may have been taken. But a part of that answer already
    /// makes libcurl report 0 (a reply or a TLS record that breaks off in the middle), so what counts besides is whether
    /// the text went out to its end: then nothing but a refusal of the server's own says that the mail was not taken.
    static func reading(_ result: CURLcode, reply: Int, hasSentText: Bool) -> MailOutcome {
        switch result {
        case CURLE_OK: return .sent(code: reply)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CRL_BADFILE:
            return .misconfigured(.certificate)
        case CURLE_USE_SSL_FAILED: return .misconfigured(.noEncryption)
        case CURLE_LOGIN_DENIED, CURLE_AUTH_ERROR:
            // 454 is a server that cannot check passwords just now.
            return (400..<500).contains(reply) ? .temporary(code: reply) : .misconfigured(.credentials)
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_NOT_BUILT_IN, CURLE_UNKNOWN_OPTION,
            CURLE_BAD_FUNCTION_ARGUMENT:
            return .misconfigured(.address)
        default: break
        }
        switch reply {
        case 354: return .inDoubt
        case 530, 534, 535, 538: return .misconfigured(.credentials)
        case 400..<500: return .temporary(code: reply)
        case 500..<600: return .permanent(code: reply)
        default: return hasSentText ? .inDoubt : .unreachable
        }
    }
}
