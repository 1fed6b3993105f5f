internal import CCurl

extension TransferAnswer.End {
    init(_ result: CURLcode) {
        switch result {
        case CURLE_OK: self = .completed
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CRL_BADFILE:
            self = .untrusted
        case CURLE_USE_SSL_FAILED: self = .noEncryption
        case CURLE_LOGIN_DENIED, CURLE_AUTH_ERROR: self = .loginDenied
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_NOT_BUILT_IN, CURLE_UNKNOWN_OPTION,
            CURLE_BAD_FUNCTION_ARGUMENT:
            self = .unusable
        default: self = .broken
        }
    }
}
