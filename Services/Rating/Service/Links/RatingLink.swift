import Contracts
import Crypto
import Foundation

/// Reads the links that Notify puts into the mail of a letter.
///
/// The token is base64url of the case's 16 bytes and the first 16 bytes of HMAC-SHA-256 over `layak rating link v1`, a
/// zero byte and these. Notify makes it; both services hold this form by the same test vector.
struct RatingLink: Sendable {
    private let key: SymmetricKey

    /// Reads the key: 32 bytes in base64, `LAYAK_LINK_KEY`.
    init(base64 text: String) throws {
        guard let data = Data(base64Encoded: text), data.count == 32 else { throw UnreadableLinkKey() }
        self.key = SymmetricKey(data: data)
    }

    /// The case that a token is for; `nil` for a token that was not made with the key.
    func caseID(token: String) -> CaseID? {
        let isPlain = token.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "-_".utf8.contains(byte)
        }
        guard token.utf8.count == 43, isPlain,
            let data = Data(base64Encoded: token.replacing("-", with: "+").replacing("_", with: "/") + "="),
            data.count == 32
        else { return nil }
        let bytes = Array(data)
        let code = Array(
            HMAC<SHA256>.authenticationCode(
                for: Data("layak rating link v1\u{0}".utf8) + bytes.prefix(16), using: self.key)
        ).prefix(16)
        // Compared in a time that does not depend on where the difference is.
        guard zip(code, bytes.suffix(16)).reduce(UInt8(0), { $0 | ($1.0 ^ $1.1) }) == 0 else { return nil }
        let id = UUID(
            uuid: (
                bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7], bytes[8], bytes[9],
                bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
            ))
        // The last letter carries four bits that are not used: only one spelling of a token is a token.
        let canonical = data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
        return canonical == token ? CaseID(id) : nil
    }
}

/// The key of rating links is not 32 bytes in base64.
struct UnreadableLinkKey: Error, CustomStringConvertible {
    var description: String { "LAYAK_LINK_KEY must be 32 bytes in base64" }
}
