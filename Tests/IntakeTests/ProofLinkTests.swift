import Contracts
import Foundation
import Testing

@testable import Intake

@Suite("One-time links")
struct ProofLinkTests {
    private let link = ProofLink(key: IntakeStage.linkKey)
    private let proof = ContactProofID("019a9c00-0000-7000-8000-000000000031")!  // a UUID

    /// The same vector stands in Notify's tests.
    @Test("A link that Notify made is read, each for its own purpose alone")
    func vector() {
        let confirm = "AZqcAAAAcACAAAAAAAAAMWaI2fANEnDcpKVL_4TnEO0"
        let password = "AZqcAAAAcACAAAAAAAAAMTgz1DygrMpgXE3xvx47lqM"
        #expect(self.link.proofID(token: confirm, purpose: .confirm) == self.proof)
        #expect(self.link.proofID(token: password, purpose: .password) == self.proof)
        #expect(self.link.proofID(token: confirm, purpose: .password) == nil)
        #expect(self.link.proofID(token: password, purpose: .confirm) == nil)
    }

    @Test("A link with any character changed, cut off, added or spelt otherwise is none")
    func tampered() {
        let token = IntakeStage.token(self.proof, .password)
        #expect(self.link.proofID(token: token, purpose: .password) == self.proof)
        for index in token.indices {
            var changed = token
            changed.replaceSubrange(index...index, with: token[index] == "A" ? "B" : "A")
            #expect(self.link.proofID(token: changed, purpose: .password) == nil)
        }
        // The last letter has four unused bits: the other spellings of the same bytes are refused.
        let last = token.last.map(String.init) ?? ""
        for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" where String(letter) != last {
            #expect(self.link.proofID(token: token.dropLast() + String(letter), purpose: .password) == nil)
        }
        for odd in ["", "x", String(token.dropLast()), token + "A", token + "=", "é" + token.dropFirst(2)] {
            #expect(self.link.proofID(token: odd, purpose: .password) == nil)
        }
        let other = IntakeStage.token(self.proof, .password, key: [UInt8](repeating: 8, count: 32))
        #expect(self.link.proofID(token: other, purpose: .password) == nil)
    }

    @Test("The key must be 32 bytes in base64")
    func key() {
        #expect(ProofLink(base64: "pendek") == nil)
        #expect(ProofLink(base64: Data(repeating: 7, count: 31).base64EncodedString()) == nil)
        #expect(ProofLink(base64: Data(repeating: 7, count: 32).base64EncodedString()) != nil)
    }
}
