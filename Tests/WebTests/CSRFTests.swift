import Foundation
import Hummingbird
import HummingbirdTesting
import Testing
import Web

@Suite("Forms of another site")
struct CSRFTests {
    @Test("A form of a signed-in person needs the session's secret")
    func signedIn() async throws {
        let site = try await Site()
        let cookie = try await site.cookie() + .form
        try await site.with { client in
            for body in ["catatan=a", "catatan=a&_csrf=", "catatan=a&_csrf=salah", "_csrf=\(Site.applicant.csrf)"] {
                try await client.execute(
                    uri: "/petugas", method: .post, headers: cookie, body: ByteBuffer(string: body)
                ) {
                    #expect($0.status == .forbidden)
                    #expect($0.text.contains("Formulir sudah tidak berlaku"))
                }
            }
            let good = "pilih=a&pilih=b&catatan=+hai+&_csrf=\(Site.person.csrf)"
            try await client.execute(uri: "/petugas", method: .post, headers: cookie, body: ByteBuffer(string: good)) {
                #expect($0.status == .ok)
                #expect($0.text == "a|bhai")
            }
            let cross = cookie + [HTTPFields.Element.Name("Sec-Fetch-Site")!: "cross-site"]
            try await client.execute(uri: "/petugas", method: .post, headers: cross, body: ByteBuffer(string: good)) {
                #expect($0.status == .forbidden)
            }
        }
    }

    @Test("An anonymous form needs the secret of the cookie that came with the page")
    func anonymous() async throws {
        let site = try await Site()
        try await site.with { client in
            let page = try await client.execute(uri: "/masuk", method: .get) { $0 }
            let set = try #require(page.headers[.setCookie])
            #expect(set.contains("HttpOnly") && set.contains("SameSite=Lax") && set.contains("Secure"))
            let secret = try #require(set.split(separator: ";").first?.split(separator: "=").last.map(String.init))
            #expect(page.text.contains(#"name="_csrf" value="\#(secret)""#))
            func post(_ cookie: String?, _ field: String) async throws -> HTTPResponse.Status {
                let headers: HTTPFields = cookie.map { .form + [.cookie: "layak_form=\($0)"] } ?? .form
                return try await client.execute(
                    uri: "/masuk", method: .post, headers: headers, body: ByteBuffer(string: "_csrf=\(field)")
                ) { $0.status }
            }
            #expect(try await post(secret, secret) == .seeOther)
            #expect(try await post(nil, secret) == .forbidden)
            #expect(try await post(secret, "salah") == .forbidden)
            #expect(try await post("", "") == .forbidden)
            #expect(try await post("pendek", "pendek") == .forbidden)
            // The cookie is set only where a form needs it, so that other pages stay without.
            let home = try await client.execute(uri: "/", method: .get) { $0 }
            #expect(home.headers[.setCookie] == nil)
            let again = try await client.execute(
                uri: "/masuk", method: .get, headers: [.cookie: "layak_form=\(secret)"]
            ) { $0 }
            #expect(again.headers[.setCookie] == nil)
            #expect(again.text.contains(secret))
        }
    }
}
