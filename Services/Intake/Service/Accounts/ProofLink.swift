import Contracts
import Crypto
import Foundation

/// Reads the one-time links that Notify mails.
///
/// The token is base64url of the proof's 16 bytes and the first 16 bytes of HMAC-SHA-256 over `layak contact proof v1`, a
/// zero byte, the purpose's word, a zero byte and these. Notify makes it; both services hold this form by the same test
/// vector. What the link is good for stands in the proof's row, not in the link.
struct ProofLink: Sendable {
    private let key: SymmetricKey

    /// - Parameter key: the 32 bytes of `LAYAK_LINK_KEY`.
    init(key: [UInt8]) { self.key = SymmetricKey(data: key) }

    /// Reads the key: 32 bytes in base64; `nil` for anything else.
    init?(base64 text: String) {
        guard let data = Data(base64Encoded: text), data.count == 32 else { return nil }
        self.init(key: Array(data))
    }

    /// The proof that a token is for; `nil` for a token that was not made with the key for this purpose.
    func proofID(token: String, purpose: ContactProofRequested.Purpose) -> ContactProofID? {
        let isPlain = token.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "-_".utf8.contains(byte)
        }
        guard token.utf8.count == 43, isPlain,
            let data = Data(base64Encoded: token.replacing("-", with: "+").replacing("_", with: "/") + "="),
            data.count == 32
        else { return nil }
        let bytes = Array(data)
        let said = Data("layak contact proof v1\u{0}\(purpose.rawValue)\u{0}".utf8) + bytes.prefix(16)
        let code = Array(HMAC<SHA256>.authenticationCode(for: said, using: self.key)).prefix(16)
        // Compared in a time that does not depend on where the difference is.
        guard zip(code, bytes.suffix(16)).reduce(UInt8(0), { $0 | ($1.0 ^ $1.1) }) == 0 else { return nil }
        // The last letter carries four bits that are not used: only one spelling of a token is a token.
        let canonical = data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
        guard canonical == token else { return nil }
        return ContactProofID(bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) })
    }
}
