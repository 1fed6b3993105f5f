import Contracts
import Foundation
import Hummingbird
import ReviewDomain
import Testing
import Web

@testable import Review

@Suite("The letter over the API")
struct LetterFileTests {
    @Test("The applicant and the unit's people get the signed file; strangers, other units and cookies do not")
    func access() async throws {
        try await ReviewStand.with { stand in
            let signed = try await stand.sign(try await stand.draftedCase())
            let letter = try #require(signed.letter)
            let issue = try #require(letter.issue)
            try await stand.browse { browser in
                let path = "/api/v1/letters/\(letter.id)/file"
                for person in [TestPerson.applicant, .officer, .signer] {
                    let file = try await browser.get(path, as: person, bearer: true)
                    #expect(file.status == 200, "\(person.name)")
                    #expect(file.headers[.contentType] == "application/pdf")
                    #expect(Fingerprint.sha256(of: file.bytes) == issue.sha256)
                }
                for person in [TestPerson.otherApplicant, .officer6104, .signer6104] {
                    let hidden = try await browser.get(path, as: person, bearer: true)
                    #expect(hidden.status == 404 && hidden.text.contains("tidak-ditemukan"), "\(person.name)")
                }
                #expect(try await browser.get(path).status == 401)
                #expect(try await browser.get(path, as: .applicant).status == 401, "a cookie is no token")
                let unknown = "/api/v1/letters/\(UUID().uuidString.lowercased())/file"
                #expect(try await browser.get(unknown, as: .applicant, bearer: true).status == 404)
                for code in [issue.verificationCode, "x"] {
                    let noID = try await browser.get("/api/v1/letters/\(code)/file", as: .applicant, bearer: true)
                    #expect(noID.status == 404, "\(code)")
                }
                // The neighbour under the same prefix still answers.
                let verified = try await browser.get("/api/v1/letters/\(issue.verificationCode)/verification")
                #expect(verified.status == 200 && verified.text.contains("\"valid\":true"))
            }
        }
    }
}
