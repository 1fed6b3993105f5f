internal import CCurl
internal import Threading

/// Hands mails to one SMTP server over STARTTLS, one at a time, on a thread of its own.
///
/// One connection is kept and used again; after a doubt or a failure the next mail takes a fresh one, because libcurl
/// would otherwise wait on the dead connection (measured).
public actor SMTPTransport: MailTransport {
    private let thread: ConnectionThread
    /// The thread of this transport.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { self.thread.asUnownedSerialExecutor() }
    /// The configured total timeout.
    public nonisolated let deadline: Duration

    private let configuration: SMTPConfiguration
    private var handle: UnsafeMutableRawPointer?
    private var needsFreshConnection = false

    /// `curl_global_init` must run once, before any handle.
    private static let library: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    /// Opens nothing yet; the first mail connects.
    public init(_ configuration: SMTPConfiguration) {
        self.configuration = configuration
        self.deadline = configuration.totalTimeout
        self.thread = ConnectionThread(name: "smtp")
    }

    // The handle is freed on the thread that used it.
    isolated deinit {
        if let handle { curl_easy_cleanup(handle) }
        self.thread.stop()
    }

    /// Tries once; waits for its turn when another mail is on its way.
    public func send(_ message: MailMessage) async -> MailOutcome {
        guard Self.library == CURLE_OK, let handle = self.handle ?? curl_easy_init() else { return .unreachable }
        self.handle = handle
        guard let recipients = curl_slist_append(nil, "<\(message.to.address.reveal())>") else { return .unreachable }
        defer { curl_slist_free_all(recipients) }
        let upload = MailUpload.make(message.rendered())
        defer { MailUpload.free(upload) }

        curl_easy_reset(handle)  // keeps the connection, forgets the last mail's options
        let refused = self.options(handle, from: message.from.address, to: recipients, upload: upload)
            .contains { $0 != CURLE_OK }
        guard !refused else { return .misconfigured(.address) }

        let result = curl_easy_perform(handle)
        var reply = 0
        ccurl_get_long(handle, CURLINFO_RESPONSE_CODE, &reply)
        let outcome = MailOutcome.reading(result, reply: reply, hasSentText: upload.pointee.isReadToEnd)
        self.needsFreshConnection =
            switch outcome {
            case .sent, .temporary, .permanent: false
            case .inDoubt, .unreachable, .misconfigured: true
            }
        return outcome
    }

    private func options(
        _ handle: UnsafeMutableRawPointer, from: MailAddress, to recipients: UnsafeMutablePointer<curl_slist>,
        upload: UnsafeMutablePointer<MailUpload>
    ) -> [CURLcode] {
        let server = self.configuration
        var codes = [
            ccurl_set_string(handle, CURLOPT_URL, "smtp://\(server.host):\(server.port)/\(server.helloName)"),
            ccurl_set_string(handle, CURLOPT_PROTOCOLS_STR, "smtp"),
            // Without this a proxy named in the environment would be used.
            ccurl_set_string(handle, CURLOPT_PROXY, ""),
            ccurl_set_long(handle, CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)),
            ccurl_set_string(handle, CURLOPT_CAINFO, server.authorityFile),
            // Without this the system's authorities would be trusted besides.
            ccurl_set_string(handle, CURLOPT_CAPATH, nil),
            ccurl_set_long(handle, CURLOPT_NOSIGNAL, 1),
            ccurl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, server.connectTimeout.milliseconds),
            ccurl_set_long(handle, CURLOPT_TIMEOUT_MS, server.totalTimeout.milliseconds),
            ccurl_set_string(handle, CURLOPT_MAIL_FROM, "<\(from.reveal())>"),
            ccurl_set_list(handle, CURLOPT_MAIL_RCPT, recipients),
            ccurl_set_long(handle, CURLOPT_UPLOAD, 1),
            ccurl_set_function(handle, CURLOPT_READFUNCTION, MailUpload.read),
            ccurl_set_pointer(handle, CURLOPT_READDATA, upload),
            ccurl_set_long(handle, CURLOPT_FRESH_CONNECT, self.needsFreshConnection ? 1 : 0),
        ]
        if let credentials = server.credentials {
            codes.append(ccurl_set_string(handle, CURLOPT_USERNAME, credentials.user))
            codes.append(ccurl_set_string(handle, CURLOPT_PASSWORD, credentials.password))
        }
        return codes
    }
}

extension Duration {
    /// Whole milliseconds, at least one: libcurl reads 0 as "no limit".
    fileprivate var milliseconds: Int {
        max(1, Int(self.components.seconds) * 1000 + Int(self.components.attoseconds / 1_000_000_000_000_000))
    }
}
