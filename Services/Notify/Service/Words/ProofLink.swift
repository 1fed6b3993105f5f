import Contracts
import Crypto
import Foundation

/// Makes the one-time links that prove an address: bound to one request and its purpose, and impossible to make without
/// the key. So nothing that opens an account rests in a table or travels in a message.
///
/// The token is base64url of the proof's 16 bytes and the first 16 bytes of HMAC-SHA-256 over `layak contact proof v1`, a
/// zero byte, the purpose's word, a zero byte and these. Intake reads it; both services hold this form by the same test
/// vector.
struct ProofLink: Sendable {
    private let key: SymmetricKey

    /// Reads the key: 32 bytes in base64, `LAYAK_LINK_KEY`.
    init(base64 text: String) throws {
        guard let data = Data(base64Encoded: text), data.count == 32 else { throw UnreadableLinkKey() }
        self.key = SymmetricKey(data: data)
    }

    /// The path of the page on which the link is used.
    func path(for proof: ContactProofID, _ purpose: ContactProofRequested.Purpose) -> String {
        let id = withUnsafeBytes(of: proof.uuid.uuid) { Data($0) }
        let said = Data("layak contact proof v1\u{0}\(purpose.rawValue)\u{0}".utf8) + id
        let code = HMAC<SHA256>.authenticationCode(for: said, using: self.key)
        let token = (id + Data(code).prefix(16)).base64EncodedString().replacing("+", with: "-")
            .replacing("/", with: "_").replacing("=", with: "")
        return switch purpose {
        case .confirm: "/daftar/konfirmasi/\(token)"
        case .password: "/masuk/sandi/\(token)"
        }
    }
}
