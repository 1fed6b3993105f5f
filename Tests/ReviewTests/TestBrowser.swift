import Contracts
import Foundation
import Hummingbird
import HummingbirdTesting
import NIOCore
import Web

/// Requests of people, as browsers and programs make them.
struct TestBrowser: Sendable {
    let client: any TestClientProtocol
    let stand: ReviewStand

    struct Page: Sendable {
        let status: Int
        let text: String
        let bytes: [UInt8]
        let headers: HTTPFields

        /// The version that the forms of the page send.
        var version: String? {
            self.text.firstMatch(of: /name="versi" value="(\d+)"/).map { String($0.1) }
        }
    }

    func get(_ path: String, as person: TestPerson? = nil, bearer: Bool = false) async throws -> Page {
        try await self.request("GET", path, try await self.headers(person, bearer: bearer), nil)
    }

    /// Sends a form with the person's secret.
    func post(_ path: String, _ fields: [(String, String)], as person: TestPerson) async throws -> Page {
        var headers = try await self.headers(person, bearer: false)
        headers[.contentType] = "application/x-www-form-urlencoded"
        let all = [("_csrf", person.identity.csrf)] + fields
        let body = all.map { "\(PercentCoding.encode($0.0))=\(PercentCoding.encode($0.1))" }.joined(separator: "&")
        return try await self.request("POST", path, headers, Array(body.utf8))
    }

    /// Sends JSON with the person's token.
    func api(_ path: String, _ body: [UInt8], as person: TestPerson?) async throws -> Page {
        var headers = try await self.headers(person, bearer: true)
        headers[.contentType] = "application/json"
        return try await self.request("POST", path, headers, body)
    }

    func request(_ method: String, _ path: String, _ headers: HTTPFields, _ body: [UInt8]?) async throws -> Page {
        let verb = HTTPRequest.Method(method) ?? .get
        return try await self.client.execute(
            uri: path, method: verb, headers: headers, body: body.map { ByteBuffer(bytes: $0) }
        ) { response in
            Page(
                status: response.status.code, text: String(buffer: response.body),
                bytes: Array(buffer: response.body), headers: response.headers)
        }
    }

    private func headers(_ person: TestPerson?, bearer: Bool) async throws -> HTTPFields {
        guard let person else { return [:] }
        let token = try await self.stand.token(person)
        return bearer ? [.authorization: "Bearer \(token)"] : [.cookie: "layak_token=\(token)"]
    }
}

extension TestBrowser {
    /// Uploads a file as an anonymous visitor, with the secret that the page hands out.
    func upload(_ path: String, _ file: [UInt8]) async throws -> Page {
        let form = try await self.get(path)
        let secret = form.text.firstMatch(of: /name="_csrf" value="([^"]+)"/).map { String($0.1) } ?? ""
        let cookie = form.headers[.setCookie].flatMap { $0.split(separator: ";").first.map(String.init) } ?? ""
        var body = Array("--b\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n\(secret)\r\n".utf8)
        body += Array(
            "--b\r\nContent-Disposition: form-data; name=\"berkas\"; filename=\"surat.pdf\"\r\nContent-Type: application/pdf\r\n\r\n"
                .utf8)
        body += file + Array("\r\n--b--\r\n".utf8)
        return try await self.request(
            "POST", path, [.contentType: "multipart/form-data; boundary=b", .cookie: cookie], body)
    }
}
