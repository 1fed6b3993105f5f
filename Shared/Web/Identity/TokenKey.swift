internal import Crypto
internal import Foundation

/// An Ed25519 key of `LAYAK_TOKEN_PRIVATE_KEY` or `LAYAK_TOKEN_PUBLIC_KEY`: 32 bytes in base64 (either alphabet), or a
/// JWK (RFC 8037) whose `d` or `x` holds them.
public struct TokenKey: Sendable {
    /// The text is no such key. The message never repeats it.
    public struct Unreadable: Error, CustomStringConvertible {
        public var description: String { "not an Ed25519 key: 32 bytes in base64, or a JWK with kty OKP, crv Ed25519" }
    }

    /// 32 bytes.
    let bytes: [UInt8]

    /// Reads the public part.
    ///
    /// - Throws: ``Unreadable``.
    public static func publicKey(_ text: String) throws -> TokenKey {
        let key = try TokenKey(text, member: "x")
        // There is one thing that can be wrong with 32 bytes: they are no point of the curve.
        guard (try? Curve25519.Signing.PublicKey(rawRepresentation: key.bytes)) != nil else { throw Unreadable() }
        return key
    }

    /// Reads several public keys, separated by commas: while keys are changed, old and new are both believed.
    ///
    /// - Throws: ``Unreadable``.
    public static func publicKeys(_ text: String) throws -> [TokenKey] {
        // A JWK has commas of its own, so a list of JWKs is not offered.
        if text.contains("{") { return [try self.publicKey(text)] }
        return try text.split(separator: ",", omittingEmptySubsequences: false).map { try self.publicKey(String($0)) }
    }

    /// Reads the private part.
    ///
    /// - Throws: ``Unreadable``.
    public static func privateKey(_ text: String) throws -> TokenKey { try TokenKey(text, member: "d") }

    /// A fresh private key and its public key in base64, for `layak` and the local stand.
    public static func makePair() -> (privateKey: String, publicKey: String) {
        let key = Curve25519.Signing.PrivateKey()
        return (
            key.rawRepresentation.base64EncodedString(), key.publicKey.rawRepresentation.base64EncodedString()
        )
    }

    private init(_ text: String, member: String) throws {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if trimmed.hasPrefix("{") {
            // The text may be a secret key: no parser's message about it.
            guard let object = try? JSONSerialization.jsonObject(with: Data(trimmed.utf8)) as? [String: Any],
                object["kty"] as? String == "OKP", object["crv"] as? String == "Ed25519",
                let value = object[member] as? String, let data = Base64URL.decode(value), data.count == 32
            else { throw Unreadable() }
            self.bytes = [UInt8](data)
        } else {
            guard let data = Base64URL.decode(trimmed), data.count == 32 else { throw Unreadable() }
            self.bytes = [UInt8](data)
        }
    }

    /// The name under which a token says who signed it: the start of the public key's SHA-256.
    static func identifier(ofPublicKey bytes: some Sequence<UInt8>) -> String {
        Base64URL.encode(Data(SHA256.hash(data: Array(bytes)).prefix(9)))
    }
}
