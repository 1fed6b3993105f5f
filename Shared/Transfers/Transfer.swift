internal import CCurl

/// Transfers by libcurl, one after the other, over one connection as long as it lasts. For one thread at a time: a transfer
/// blocks it until its end.
public final class Transfer {
    private let handle: UnsafeMutableRawPointer

    /// Must run once, before any handle.
    private static let library: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    /// Opens nothing yet; `nil` when there is no memory for it.
    public init?() {
        guard Self.library == CURLE_OK, let handle = curl_easy_init() else { return nil }
        self.handle = handle
    }

    deinit { curl_easy_cleanup(self.handle) }

    /// Tries once; never throws: the answer says what became of it.
    public func perform(_ options: [TransferOption]) -> TransferAnswer {
        curl_easy_reset(self.handle)  // keeps the connection, forgets what the last transfer was told
        let content = TransferContent()
        var codes = [
            // Without it a name that is looked for too long would be ended by a signal, which the whole process gets.
            ccurl_set_long(self.handle, CURLOPT_NOSIGNAL, 1),
            ccurl_set_function(self.handle, CURLOPT_WRITEFUNCTION, TransferContent.take),
            ccurl_set_pointer(self.handle, CURLOPT_WRITEDATA, content.address),
        ]
        for option in options { codes += self.set(option, content) }
        if let refused = codes.first(where: { $0 != CURLE_OK }) {
            return TransferAnswer(end: .unusable, words: Self.words(refused))
        }

        let result = withExtendedLifetime(content) { curl_easy_perform(self.handle) }
        var answer = TransferAnswer(end: .init(result), words: Self.words(result))
        ccurl_get_long(self.handle, CURLINFO_RESPONSE_CODE, &answer.code)
        answer.body = content.received
        answer.hasSentAll = content.isReadToEnd
        return answer
    }

    private static func words(_ code: CURLcode) -> String { String(cString: curl_easy_strerror(code)) }

    private func set(_ option: TransferOption, _ content: TransferContent) -> [CURLcode] {
        let handle = self.handle
        return switch option {
        case .url(let url): [ccurl_set_string(handle, CURLOPT_URL, url)]
        case .schemes(let schemes): [ccurl_set_string(handle, CURLOPT_PROTOCOLS_STR, schemes)]
        case .noProxy: [ccurl_set_string(handle, CURLOPT_PROXY, "")]
        case .encryptionRequired: [ccurl_set_long(handle, CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))]
        case .authority(let file):
            // Without the second the machine's own directory would be asked as well.
            [ccurl_set_string(handle, CURLOPT_CAINFO, file), ccurl_set_string(handle, CURLOPT_CAPATH, nil)]
        case .connecting(let limit): [ccurl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, limit.milliseconds)]
        case .patience(let limit): [ccurl_set_long(handle, CURLOPT_TIMEOUT_MS, limit.milliseconds)]
        case .freshConnection: [ccurl_set_long(handle, CURLOPT_FRESH_CONNECT, 1)]
        case .credentials(let user, let password):
            [
                ccurl_set_string(handle, CURLOPT_USERNAME, user),
                ccurl_set_string(handle, CURLOPT_PASSWORD, password),
            ]
        case .envelope(let from, let to):
            [
                ccurl_set_string(handle, CURLOPT_MAIL_FROM, from),
                content.lend([to]).map { ccurl_set_list(handle, CURLOPT_MAIL_RCPT, $0) } ?? CURLE_OUT_OF_MEMORY,
            ]
        case .upload(let bytes): self.upload(bytes, content)
        case .headers(let lines):
            [content.lend(lines).map { ccurl_set_list(handle, CURLOPT_HTTPHEADER, $0) } ?? CURLE_OUT_OF_MEMORY]
        case .body(let bytes): self.post(bytes)
        }
    }

    private func upload(_ bytes: [UInt8], _ content: TransferContent) -> [CURLcode] {
        content.toSend = bytes
        return [
            ccurl_set_long(self.handle, CURLOPT_UPLOAD, 1),
            ccurl_set_function(self.handle, CURLOPT_READFUNCTION, TransferContent.give),
            ccurl_set_pointer(self.handle, CURLOPT_READDATA, content.address),
        ]
    }

    private func post(_ bytes: [UInt8]) -> [CURLcode] {
        guard !bytes.isEmpty else { return [ccurl_set_string(self.handle, CURLOPT_COPYPOSTFIELDS, "")] }
        // The size first: libcurl copies as much when it gets the bytes.
        let sized = ccurl_set_long(self.handle, CURLOPT_POSTFIELDSIZE, bytes.count)
        let copied = bytes.withUnsafeBytes {
            ccurl_set_pointer(self.handle, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: $0.baseAddress))
        }
        return [sized, copied]
    }
}

extension Duration {
    /// Whole milliseconds, at least one: libcurl reads 0 as "no limit".
    fileprivate var milliseconds: Int {
        max(1, Int(self.components.seconds) * 1000 + Int(self.components.attoseconds / 1_000_000_000_000_000))
    }
}
