internal import Crypto
public import Foundation
internal import JWTKit

/// Makes the tokens that the other services believe. Only Intake has the private key.
public struct TokenIssuer: Sendable {
    /// Ten minutes: how long a lost role or a sign-out may still have effect elsewhere.
    public static let lifetime = 600

    private let keys: JWTKeyCollection
    private let keyIdentifier: JWKIdentifier

    /// An issuer that signs with `privateKey`.
    ///
    /// - Throws: ``TokenKey/Unreadable``.
    public init(privateKey: TokenKey) async throws {
        // What the library says of a key must not get into a log.
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: privateKey.bytes) else {
            throw TokenKey.Unreadable()
        }
        self.keys = JWTKeyCollection()
        self.keyIdentifier = JWKIdentifier(
            string: TokenKey.identifier(ofPublicKey: key.publicKey.rawRepresentation))
        await self.keys.add(eddsa: EdDSA.PrivateKey(backing: key), kid: self.keyIdentifier)
    }

    /// A token that says who `identity` is, from `now` for ten minutes.
    public func issue(_ identity: Identity, now: Date) async throws -> String {
        try await self.keys.sign(
            TokenClaims(identity, issued: now, lifetime: Self.lifetime), kid: self.keyIdentifier)
    }
}
