import Contracts
import Foundation
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing
import Web

@Suite("Who may use a route")
struct GuardTests {
    @Test("A page without a token sends a GET with 303 and a POST with 307 to Intake, and names the way back")
    func redirects() async throws {
        try await Site().with { client in
            try await client.execute(uri: "/petugas?unit=6104&x=a%20b", method: .get) { response in
                #expect(response.status == .seeOther)
                #expect(
                    response.headers[.location] == "/masuk/perpanjang?kembali=%2Fpetugas%3Funit%3D6104%26x%3Da%2520b")
            }
            try await client.execute(
                uri: "/petugas", method: .post, headers: .form, body: ByteBuffer(string: "a=1")
            ) { response in
                #expect(response.status == .temporaryRedirect)
                #expect(response.headers[.location] == "/masuk/perpanjang?kembali=%2Fpetugas")
            }
        }
    }

    @Test("An expired or forged token on a page is as good as none, and under /api it is 401")
    func expired() async throws {
        let site = try await Site()
        let cookie = try await site.cookie()
        let token = try await site.token()
        let forged = try await Site().token()
        site.clock.withLock { $0 += 700 }
        try await site.with { client in
            try await client.execute(uri: "/saya", method: .get, headers: cookie) { #expect($0.status == .seeOther) }
            for text in [token, forged, "x"] {
                try await client.execute(
                    uri: "/api/v1/submissions", method: .post, headers: [.authorization: "Bearer \(text)"],
                    body: ByteBuffer(string: "{}")
                ) { response in
                    #expect(response.status == .unauthorized)
                    #expect(response.headers[.contentType] == "application/problem+json")
                    #expect(response.headers[.wwwAuthenticate] == "Bearer")
                    #expect(response.text.contains(#""code":"belum-masuk""#))
                }
            }
        }
    }

    @Test("A token that holds lets in; a missing role is 403, also when the unit is another one")
    func roles() async throws {
        let site = try await Site()
        let officer = try await site.cookie()
        let applicant = try await site.cookie(Site.applicant)
        try await site.with { client in
            try await client.execute(uri: "/petugas", method: .get, headers: officer) { #expect($0.status == .ok) }
            try await client.execute(uri: "/saya", method: .get, headers: officer) { #expect($0.text == "Sari <Dewi>") }
            try await client.execute(uri: "/petugas", method: .get, headers: applicant) {
                #expect($0.status == .forbidden)
            }
            try await client.execute(uri: "/unit/6104", method: .get, headers: officer) { #expect($0.status == .ok) }
            try await client.execute(uri: "/unit/6105", method: .get, headers: officer) {
                #expect($0.status == .forbidden)
            }
        }
    }

    @Test("A cookie does not open the API, and a bearer token does not open a page")
    func ways() async throws {
        let site = try await Site()
        let cookie = try await site.cookie()
        let bearer: HTTPFields = [.authorization: "Bearer \(try await site.token())"]
        try await site.with { client in
            let body = ByteBuffer(string: #"{"number":1,"name":"a"}"#)
            try await client.execute(uri: "/api/v1/submissions", method: .post, headers: cookie, body: body) {
                #expect($0.status == .unauthorized)
            }
            try await client.execute(uri: "/api/v1/submissions", method: .post, headers: bearer, body: body) {
                #expect($0.status == .created)
            }
            try await client.execute(uri: "/saya", method: .get, headers: bearer) { #expect($0.status == .seeOther) }
        }
    }

    @Test("Every route states its audience, and the list can be read")
    func list() async throws {
        let routes = try await Site().router().routes
        #expect(routes.contains { $0.method == "GET" && $0.path == "/petugas" && $0.audience == .role([.officer]) })
        #expect(routes.first { $0.path == "/unggah" }?.body == .upload)
        #expect(routes.allSatisfy { !$0.audience.description.isEmpty })
    }

    @Test(
        "The way back stays on this origin",
        arguments: [
            ("https://evil.example/", "/"), ("//evil.example", "/"), ("/\\evil.example", "/"),
            ("/%09/evil", "/%09/evil"),
            ("/\t/evil.example", "/"), ("javascript:alert(1)", "/"), ("", "/"), ("pengajuan", "/"),
            ("/pengajuan/baru?x=1", "/pengajuan/baru?x=1"), ("/\u{00e9}", "/"), ("/a\r\nSet-Cookie: x=1", "/"),
            ("/" + String(repeating: "a", count: 3000), "/"), ("/", "/"),
        ])
    func openRedirect(given: String, expected: String) {
        let request = Request(
            head: .init(
                method: .get, scheme: nil, authority: nil,
                path: "/masuk/perpanjang?kembali=" + PercentCoding.encode(given)),
            body: .init(buffer: ByteBuffer()))
        #expect(SignInRedirect.destination(of: request).text == expected)
    }

    @Test("The sign-in cookie is HttpOnly, SameSite=Lax, and Secure behind https alone")
    func cookies() async throws {
        let secure = LayakCookie.make(LayakCookie.token, "x", maxAge: 600, secure: true).description
        for part in ["HttpOnly", "SameSite=Lax", "Secure", "Max-Age=600", "Path=/"] { #expect(secure.contains(part)) }
        #expect(!LayakCookie.make(LayakCookie.token, "x", maxAge: 600, secure: false).description.contains("Secure"))
        #expect(LayakCookie.forget(LayakCookie.token, secure: true).description.contains("Max-Age=0"))
    }
}
