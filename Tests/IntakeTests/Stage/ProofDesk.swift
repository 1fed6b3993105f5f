import Contracts
import Crypto
import Foundation
import IntakeDomain
import Postgres

@testable import Intake

/// Makes links as Notify does, and does what Intake does in the background.
extension IntakeStage {
    static func token(
        _ proof: ContactProofID, _ purpose: ContactProofRequested.Purpose, key: [UInt8] = IntakeStage.linkKey
    ) -> String {
        let id = withUnsafeBytes(of: proof.uuid.uuid) { Data($0) }
        let said = Data("layak contact proof v1\u{0}\(purpose.rawValue)\u{0}".utf8) + id
        let code = HMAC<SHA256>.authenticationCode(for: said, using: SymmetricKey(data: key))
        return (id + Data(code).prefix(16)).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    /// The paths of all links that were asked for, in order.
    func links(_ purpose: ContactProofRequested.Purpose) async throws -> [String] {
        try await self.published(ContactProofRequested.self).filter { $0.purpose == purpose }.map {
            let token = Self.token($0.proofId, purpose)
            return purpose == .confirm ? "/daftar/konfirmasi/\(token)" : "/masuk/sandi/\(token)"
        }
    }

    /// Types an address at "forgot password", and looks it up.
    func askForPassword(_ email: String, at door: Door, from address: String = "192.0.2.9") async throws -> Answer {
        let answer = try await door.visitor(address).send("/masuk/lupa", form: ["email": [email]])
        try await self.intake.answerPasswordRequests.all()
        return answer
    }
}

extension IntakeStage {
    /// An account as the portal names it.
    func portalAccount(_ id: String, _ email: String) async throws -> PersonID {
        let portal = try PortalAccount(
            PortalApplicant(
                portalAccountId: id, name: Personal("Siti"), institution: "Inspektorat Kabupaten Mempawah",
                email: Personal(email)))
        let link = LinkPortalAccount(identifiers: .system)
        let now = self.clock.now
        return try await self.database.transaction { try link(portal, now: now, cause: Cause(), in: $0).personID }
    }
}
