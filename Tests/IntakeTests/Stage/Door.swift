import Foundation
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization
import Web

/// Intake's HTTP face, as a visitor's browser or a program meets it.
struct Door: Sendable {
    let client: any TestClientProtocol

    /// A browser without cookies.
    func visitor(_ address: String = "192.0.2.1") -> Visitor { Visitor(client: self.client, address: address) }

    /// A browser that is signed in.
    func signedIn(_ email: String, password: String = IntakeStage.password) async throws -> Visitor {
        let visitor = self.visitor()
        let answer = try await visitor.send("/masuk", form: ["email": [email], "sandi": [password]], from: "/masuk")
        guard answer.status == 303 else { throw StageFailure("sign-in answered \(answer.status)") }
        return visitor
    }

    /// A program's request.
    func api(
        _ method: HTTPRequest.Method, _ path: String, token: String? = nil, headers extra: [String: String] = [:],
        body: [UInt8] = []
    ) async throws -> Answer {
        var headers: HTTPFields = [.contentType: "application/json"]
        if let token { headers[.authorization] = "Bearer \(token)" }
        for (name, value) in extra { headers[HTTPFields.Element.Name(name)!] = value }  // names of the tests' own
        let response = try await self.client.executeRequest(
            uri: path, method: method, headers: headers, body: body.isEmpty ? nil : ByteBuffer(bytes: body))
        return Answer(response)
    }
}

/// What came back.
struct Answer: Sendable {
    let status: Int
    let location: String?
    let headers: HTTPFields
    let bytes: [UInt8]
    var text: String { String(decoding: self.bytes, as: UTF8.self) }

    init(_ response: TestResponse) {
        self.status = response.status.code
        self.location = response.headers[.location]
        self.headers = response.headers
        self.bytes = Array(buffer: response.body)
    }

    /// The value of a hidden or other input of this name.
    func input(_ name: String) -> String? {
        guard let start = self.text.range(of: "name=\"\(name)\" value=\"") else { return nil }
        return String(self.text[start.upperBound...].prefix { $0 != "\"" })
    }
}

/// A browser: keeps cookies, repeats the page's secret in forms.
final class Visitor: Sendable {
    private let client: any TestClientProtocol
    private let address: String
    private let cookies = Mutex<[String: String]>([:])

    init(client: any TestClientProtocol, address: String) {
        self.client = client
        self.address = address
    }

    func cookie(_ name: String) -> String? { self.cookies.withLock { $0[name] } }
    func set(_ name: String, _ value: String?) { self.cookies.withLock { $0[name] = value } }

    func get(_ path: String) async throws -> Answer { try await self.execute(path, .get, [:], nil) }

    /// Sends a form, with the secret of the page at `from` (the form's own page unless said otherwise).
    func send(_ path: String, form: [String: [String]], from page: String? = nil, csrf: String? = nil) async throws
        -> Answer
    {
        var secret = csrf
        if secret == nil { secret = try await self.get(page ?? path).input("_csrf") }
        var fields = form
        if let secret { fields["_csrf"] = [secret] }
        let body = fields.flatMap { name, values in values.map { "\(Self.encode(name))=\(Self.encode($0))" } }
            .joined(separator: "&")
        return try await self.execute(
            path, .post, [.contentType: "application/x-www-form-urlencoded"], ByteBuffer(string: body))
    }

    /// Sends a file.
    func upload(_ path: String, _ file: [UInt8], named name: String, from page: String) async throws -> Answer {
        let secret = try await self.get(page).input("_csrf") ?? ""
        let boundary = "batas-uji"
        var body = Array(
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n\(secret)\r\n".utf8)
        body += Array(
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"berkas\"; filename=\"\(name)\"\r\nContent-Type: application/octet-stream\r\n\r\n"
                .utf8)
        body += file + Array("\r\n--\(boundary)--\r\n".utf8)
        return try await self.execute(
            path, .post, [.contentType: "multipart/form-data; boundary=\(boundary)"], ByteBuffer(bytes: body))
    }

    private func execute(_ path: String, _ method: HTTPRequest.Method, _ headers: HTTPFields, _ body: ByteBuffer?)
        async throws -> Answer
    {
        var headers = headers
        headers[HTTPFields.Element.Name("X-Forwarded-For")!] = self.address  // a valid name
        let jar = self.cookies.withLock { $0 }
        if !jar.isEmpty { headers[.cookie] = jar.map { "\($0)=\($1)" }.joined(separator: "; ") }
        let response = try await self.client.executeRequest(uri: path, method: method, headers: headers, body: body)
        for set in response.headers[values: .setCookie] {
            let pair = set.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = pair.count == 2 ? String(pair[1]) : ""
            self.set(String(pair[0]), value.isEmpty ? nil : value)
        }
        return Answer(response)
    }

    private static func encode(_ text: String) -> String {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        return text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
    }
}
