import Contracts
import Crypto
import Foundation
import Testing
import Web

@Suite("Tokens")
struct TokenTests {
    @Test("A token gives back the identity that it was made for, for ten minutes and not a second longer")
    func lifetime() async throws {
        let site = try await Site()
        let verifier = try await TokenVerifier(publicKeys: [TokenKey.publicKey(site.keys.publicKey)])
        let token = try await site.token()
        #expect(try verifier.verify(token, now: Site.start) == Site.person)
        #expect(try verifier.verify(token, now: Site.start + 599) == Site.person)
        #expect(throws: TokenRejection.expired) { try verifier.verify(token, now: Site.start + 600) }
        #expect(throws: TokenRejection.notYetValid) { try verifier.verify(token, now: Site.start - 120) }
    }

    @Test("A token signed by another key, or changed in any part, is forged or malformed")
    func forged() async throws {
        let site = try await Site()
        let other = try await Site()
        let verifier = try await TokenVerifier(publicKeys: [TokenKey.publicKey(site.keys.publicKey)])
        let foreign = try await other.token()
        #expect(throws: TokenRejection.forged) { try verifier.verify(foreign, now: Site.start) }
        let token = try await site.token()
        var parts = token.split(separator: ".").map(String.init)
        var claims = try #require(Self.decoded(parts[1]) as? [String: Any])
        claims["grants"] = [["role": "signer", "unit": "0000"]]
        parts[1] = Self.encoded(try JSONSerialization.data(withJSONObject: claims))
        #expect(throws: TokenRejection.forged) { try verifier.verify(parts.joined(separator: "."), now: Site.start) }
    }

    @Test("`alg: none`, `alg: HS256` with the public key as secret, and an unknown kid are refused")
    func algorithms() async throws {
        let site = try await Site()
        let verifier = try await TokenVerifier(publicKeys: [TokenKey.publicKey(site.keys.publicKey)])
        let token = try await site.token()
        let parts = token.split(separator: ".").map(String.init)
        let header = try #require(Self.decoded(parts[0]) as? [String: Any])
        func head(_ change: [String: Any]) throws -> String {
            Self.encoded(try JSONSerialization.data(withJSONObject: header.merging(change) { $1 }))
        }
        let none = try head(["alg": "none"]) + "." + parts[1] + "."
        #expect(throws: TokenRejection.malformed) { try verifier.verify(none, now: Site.start) }
        let signed = try head(["alg": "HS256"]) + "." + parts[1]
        let secret = SymmetricKey(data: Data(base64Encoded: site.keys.publicKey)!)
        let mac = Data(HMAC<SHA256>.authenticationCode(for: Data(signed.utf8), using: secret))
        #expect(throws: TokenRejection.malformed) {
            try verifier.verify(signed + "." + Self.encoded(mac), now: Site.start)
        }
        let unknown = try head(["kid": "anybody"]) + "." + parts[1] + "." + parts[2]
        #expect(throws: TokenRejection.forged) { try verifier.verify(unknown, now: Site.start) }
        let critical = try head(["crit": ["exp"]]) + "." + parts[1] + "." + parts[2]
        #expect(throws: TokenRejection.malformed) { try verifier.verify(critical, now: Site.start) }
    }

    @Test(
        "Whatever is no token is refused without a crash",
        arguments: [
            "", ".", "..", "a.b.c", "é.é.é", String(repeating: "a", count: 20_000), "eyJhbGciOiJFZERTQSJ9..",
            "null.null.null",
        ])
    func garbage(text: String) async throws {
        let site = try await Site()
        let verifier = try await TokenVerifier(publicKeys: [TokenKey.publicKey(site.keys.publicKey)])
        #expect(throws: TokenRejection.self) { try verifier.verify(text, now: Site.start) }
    }

    @Test("While keys are changed, tokens of both keys are believed")
    func rotation() async throws {
        let old = try await Site()
        let new = try await Site()
        let verifier = try await TokenVerifier(
            publicKeys: TokenKey.publicKeys(old.keys.publicKey + "," + new.keys.publicKey))
        let first = try await old.token()
        let second = try await new.token()
        #expect(try verifier.verify(first, now: Site.start) == Site.person)
        #expect(try verifier.verify(second, now: Site.start) == Site.person)
    }

    @Test("A key is read from base64, base64url and JWK, and nothing else is a key")
    func keys() throws {
        let pair = TokenKey.makePair()
        let plain = Data(base64Encoded: pair.publicKey)!
        let url = Self.encoded(plain)
        _ = try TokenKey.publicKey(url)
        _ = try TokenKey.publicKey(#"{"kty":"OKP","crv":"Ed25519","x":"\#(url)"}"#)
        for text in ["", "abc", pair.publicKey.dropLast(8).description, #"{"kty":"RSA"}"#, "{", url + "," + url] {
            #expect(throws: TokenKey.Unreadable.self) { try TokenKey.publicKey(text) }
        }
    }

    static func decoded(_ part: String) -> Any? {
        var text = part.replacing("-", with: "+").replacing("_", with: "/")
        while text.count % 4 != 0 { text += "=" }
        // What is no JSON is nil, and the expectation on it fails.
        return Data(base64Encoded: text).flatMap { try? JSONSerialization.jsonObject(with: $0) }
    }

    static func encoded(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
