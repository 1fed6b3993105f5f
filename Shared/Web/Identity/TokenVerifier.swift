internal import Crypto
public import Foundation
internal import JWTKit

/// Decides whether a token is one of Intake's and still holds. Synchronous, so that it also serves inside a command handler.
public struct TokenVerifier: Sendable {
    /// Longer texts are not looked at.
    public static let longestToken = 8 * 1024
    /// How far the clocks of two machines may differ.
    private static let allowedSkew = 60

    private let algorithms: [String: any JWTAlgorithm]
    private let believed = BelievedTokens()

    /// A verifier that believes tokens signed by any of these keys.
    ///
    /// - Throws: ``TokenKey/Unreadable``.
    public init(publicKeys: [TokenKey]) async throws {
        guard !publicKeys.isEmpty else { throw TokenKey.Unreadable() }
        var algorithms: [String: any JWTAlgorithm] = [:]
        for publicKey in publicKeys {
            // There is one thing that can be wrong with 32 bytes: they are no point of the curve.
            guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey.bytes) else {
                throw TokenKey.Unreadable()
            }
            let keys = JWTKeyCollection()
            await keys.add(eddsa: EdDSA.PublicKey(backing: key))
            algorithms[TokenKey.identifier(ofPublicKey: publicKey.bytes)] = try await keys.getKey()
        }
        self.algorithms = algorithms
    }

    /// Who the bearer of the token is.
    ///
    /// The algorithm is fixed by our key, never chosen by the token: `alg: none` and every other value than `EdDSA` are
    /// refused.
    ///
    /// - Throws: ``TokenRejection``.
    public func verify(_ token: String, now: Date) throws(TokenRejection) -> Identity {
        guard token.utf8.count <= Self.longestToken else { throw .malformed }
        let claims: TokenClaims
        if let known = self.believed.claims(of: token) {
            claims = known
        } else {
            claims = try self.believe(token)
            self.believed.keep(claims, of: token)
        }
        let seconds = Int(now.timeIntervalSince1970)
        guard seconds < claims.exp else { throw .expired }
        guard claims.iat <= seconds + Self.allowedSkew, claims.exp > claims.iat else {
            throw .notYetValid
        }
        guard let identity = claims.identity else { throw .malformed }
        return identity
    }

    /// What a token claims that one of our keys has signed.
    private func believe(_ token: String) throws(TokenRejection) -> TokenClaims {
        // Which part of a hostile text cannot be read helps nobody.
        guard let dot = token.utf8.lastIndex(of: UInt8(ascii: ".")),
            let parsed = try? DefaultJWTParser().parse([UInt8](token.utf8), as: TokenClaims.self),
            parsed.header.alg == "EdDSA", parsed.header.crit == nil
        else { throw .malformed }
        // An error of the check is a signature that does not hold.
        guard let kid = parsed.header.kid, let algorithm = self.algorithms[kid],
            (try? algorithm.verify(parsed.signature, signs: [UInt8](token.utf8[..<dot]))) == true
        else { throw .forged }
        return parsed.payload
    }
}
