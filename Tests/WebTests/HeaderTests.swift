import Foundation
import Hummingbird
import HummingbirdTesting
import Testing
import Web

@Suite("Security headers")
struct HeaderTests {
    @Test(
        "Every answer, errors and style sheet included, carries the strict policy",
        arguments: ["/", "/masuk", "/tidak/ada", "/surprise", "/saya", "/api/v1/surprise", assetPath])
    func everywhere(uri: String) async throws {
        try await Site().with { client in
            let response = try await client.execute(uri: uri, method: .get) { $0 }
            let policy = try #require(response.header("Content-Security-Policy"))
            let directives = Set(policy.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) })
            for needed in [
                "default-src 'none'", "style-src 'self'", "form-action 'self'", "base-uri 'none'",
                "frame-ancestors 'none'",
            ] {
                #expect(directives.contains(needed))
            }
            for never in ["unsafe-inline", "unsafe-eval", "script-src", "data:", "*"] {
                #expect(!policy.contains(never))
            }
            #expect(response.header("X-Content-Type-Options") == "nosniff")
            #expect(response.header("Referrer-Policy") == "same-origin")
            #expect(response.header("Permissions-Policy")?.contains("geolocation=()") == true)
            #expect(response.header("Strict-Transport-Security") != nil)
            #expect(response.header("X-Frame-Options") == "DENY")
            if !uri.hasPrefix("/aset/") { #expect(response.header("Cache-Control") == "no-store") }
        }
    }

    @Test("HSTS is sent behind https alone")
    func plainHTTP() async throws {
        try await Site(secure: false).with { client in
            try await client.execute(uri: "/", method: .get) { #expect($0.header("Strict-Transport-Security") == nil) }
        }
    }

    @Test("The style sheet is kept for a year under its hash; another hash gets the present one, kept shortly")
    func asset() async throws {
        #expect(assetPath.wholeMatch(of: /\/aset\/layak-[0-9a-f]{12}\.css/) != nil)
        try await Site().with { client in
            try await client.execute(uri: assetPath, method: .get) {
                #expect($0.status == .ok)
                #expect($0.headers[.contentType] == "text/css; charset=utf-8")
                #expect($0.headers[.cacheControl] == "public, max-age=31536000, immutable")
            }
            try await client.execute(uri: "/aset/layak-000000000000.css", method: .get) {
                #expect($0.status == .ok)
                #expect($0.headers[.cacheControl] == "public, max-age=60")
            }
            for uri in ["/aset/lain.css", "/aset/layak-x.js", "/aset/..%2f..%2fetc%2fpasswd", "/aset/%ff"] {
                try await client.execute(uri: uri, method: .get) { #expect($0.status == .notFound) }
            }
        }
    }
}
