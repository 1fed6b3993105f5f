import Contracts
import Crypto
import Foundation

/// Makes the links under which applicants rate: bound to one case, and impossible to make without the key.
///
/// The token is base64url of the case's 16 bytes and the first 16 bytes of HMAC-SHA-256 over `layak rating link v1`, a
/// zero byte and these. Rating reads it; both services hold this form by the same test vector.
struct RatingLink: Sendable {
    private let key: SymmetricKey

    /// Reads the key: 32 bytes in base64, `LAYAK_LINK_KEY`.
    init(base64 text: String) throws {
        guard let data = Data(base64Encoded: text), data.count == 32 else { throw UnreadableLinkKey() }
        self.key = SymmetricKey(data: data)
    }

    /// The path of the rating page of a case.
    func path(for caseID: CaseID) -> String {
        let id = withUnsafeBytes(of: caseID.uuid.uuid) { Data($0) }
        let code = HMAC<SHA256>.authenticationCode(for: Data("layak rating link v1\u{0}".utf8) + id, using: self.key)
        let token = (id + Data(code).prefix(16)).base64EncodedString().replacing("+", with: "-")
            .replacing("/", with: "_").replacing("=", with: "")
        return "/penilaian/\(token)"
    }
}

/// The key of links is not 32 bytes in base64.
struct UnreadableLinkKey: Error, CustomStringConvertible {
    var description: String { "LAYAK_LINK_KEY must be 32 bytes in base64" }
}
