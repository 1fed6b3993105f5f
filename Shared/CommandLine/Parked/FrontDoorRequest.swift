import CCurl
import Foundation

/// One request to the front door. By libcurl itself: Foundation's session cannot be told on Linux which authority to trust.
struct FrontDoorRequest: Sendable {
    /// The variable that names a file of authorities (PEM), instead of those that the machine trusts.
    static let authorityVariable = "LAYAK_FRONT_DOOR_CA"
    /// Milliseconds for one answer, all in all.
    private static let patience = 15_000
    /// Must run once, before any handle.
    private static let library: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    var url: URL
    var authority: String?
    var token: String?
    /// JSON; with it the request is a POST.
    var body: Data?

    struct Answer: Sendable {
        let status: Int
        let body: Data
    }

    /// The answer, whatever its status.
    ///
    /// - Throws: ``OperatorRefused`` when none came.
    func answer() async throws -> Answer {
        // libcurl blocks, so it has a thread of its own, which ends with the answer or the patience.
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try self.perform() }) }
        }
    }

    private func perform() throws -> Answer {
        guard Self.library == CURLE_OK, let handle = curl_easy_init() else {
            throw OperatorRefused(description: "libcurl cannot be used")
        }
        defer { curl_easy_cleanup(handle) }
        var lines = ["Accept: application/json"]
        if let token = self.token { lines.append("Authorization: Bearer \(token)") }
        if self.body != nil { lines.append("Content-Type: application/json") }
        var headers: UnsafeMutablePointer<curl_slist>?
        for line in lines { headers = curl_slist_append(headers, line) }
        defer { curl_slist_free_all(headers) }
        let received = Received()
        var codes = [
            ccurl_set_string(handle, CURLOPT_URL, self.url.absoluteString),
            ccurl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https"),
            ccurl_set_list(handle, CURLOPT_HTTPHEADER, headers),
            ccurl_set_long(handle, CURLOPT_NOSIGNAL, 1),
            ccurl_set_long(handle, CURLOPT_TIMEOUT_MS, Self.patience),
            ccurl_set_function(handle, CURLOPT_WRITEFUNCTION, Received.take),
            ccurl_set_pointer(handle, CURLOPT_WRITEDATA, Unmanaged.passUnretained(received).toOpaque()),
        ]
        if let authority = self.authority, !authority.isEmpty {
            codes.append(ccurl_set_string(handle, CURLOPT_CAINFO, authority))
            // Only that one: the machine's own directory is not asked as well.
            codes.append(ccurl_set_string(handle, CURLOPT_CAPATH, nil))
        }
        if let body = self.body {
            codes.append(ccurl_set_string(handle, CURLOPT_COPYPOSTFIELDS, String(decoding: body, as: UTF8.self)))
        }
        guard codes.allSatisfy({ $0 == CURLE_OK }) else {
            throw OperatorRefused(description: "this libcurl lacks what is needed")
        }
        let result = withExtendedLifetime(received) { curl_easy_perform(handle) }
        guard result == CURLE_OK else {
            let why = String(cString: curl_easy_strerror(result))
            throw OperatorRefused(description: "the front door does not answer: \(why)")
        }
        var status = 0
        ccurl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        return Answer(status: status, body: received.body)
    }
}

/// What has come of one answer, filled by libcurl on the thread that waits for it.
private final class Received {
    private(set) var body = Data()

    static let take: ccurl_transfer = { bytes, size, count, context in
        guard let bytes, let context else { return 0 }
        let received = Unmanaged<Received>.fromOpaque(context).takeUnretainedValue()
        bytes.withMemoryRebound(to: UInt8.self, capacity: size * count) {
            received.body.append($0, count: size * count)
        }
        return size * count
    }
}
