import Foundation
import Hummingbird
import HummingbirdTesting
import Synchronization
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

    @Test("A public form filled in while the token ran out goes to the renewal once, and is kept")
    func renewed() async throws {
        let site = try await Site()
        let token = "layak_token=\(try await site.token())"
        let body = ByteBuffer(string: "catatan=panjang&_csrf=\(Site.person.csrf)")
        try await site.with { client in
            func post(_ uri: String, _ cookie: String, _ more: HTTPFields = [:]) async throws -> TestResponse {
                try await client.execute(
                    uri: uri, method: .post, headers: .form + [.cookie: cookie] + more, body: body
                ) { $0 }
            }
            #expect(try await post("/masuk", token).status == .seeOther)
            site.clock.withLock { $0 += 700 }
            let late = try await post("/masuk?x=1", "\(token); layak_session=sesi")
            #expect(late.status == .temporaryRedirect)
            let back = "/masuk?x=1&diperpanjang=1"
            #expect(late.headers[.location] == "/masuk/perpanjang?kembali=\(PercentCoding.encode(back))")
            let fresh = "layak_token=\(try await site.token()); layak_session=sesi"
            #expect(try await post(back, fresh).status == .seeOther)
            // A renewal that has not helped is not tried again; without a session there is nothing to renew.
            #expect(try await post(back, "\(token); layak_session=sesi").status == .forbidden)
            #expect(try await post("/masuk", token).status == .forbidden)
            let cross: HTTPFields = [HTTPFields.Element.Name("Sec-Fetch-Site")!: "cross-site"]
            #expect(try await post("/masuk", "\(token); layak_session=sesi", cross).status == .forbidden)
            // Somebody signed in, but with a wrong secret: that is a forgery, not a token that ran out.
            let other = "layak_token=\(try await site.token(Site.applicant)); layak_session=sesi"
            #expect(try await post("/masuk", other).status == .forbidden)
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
