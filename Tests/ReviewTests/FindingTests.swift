import Contracts
import Foundation
import Testing

@testable import Review

@Suite("Findings of the mechanical checks on the case page")
struct FindingTests {
    @Test("The officer sees them beside the answers, and they decide nothing")
    func officer() async throws {
        let form = try FullFormTests.record()
        try await ReviewStand.with { stand in
            let id = try await stand.open { $0.form = form }
            try await stand.browse { browser in
                let page = try await browser.get("/petugas/perkara/\(id)", as: .officer)
                for message in [
                    "Data penanggung jawab teknis belum lengkap.", "Tahapan pada jadwal tumpang tindih.",
                    "Definisi sebaiknya tidak diawali", "CAPI/CAWI dipakai tanpa uji coba.",
                    "Supervisor lebih banyak daripada enumerator.",
                ] {
                    #expect(page.text.components(separatedBy: message).count == 2, "\(message)")
                }
                #expect(page.text.contains("R-VI-05"))
            }
            try await stand.perform(TakeAction.self, by: .officer, { TakeCase(caseId: id, version: $0) }, on: id)
            try await stand.perform(
                DeclareCompleteAction.self, by: .officer, { DeclareCaseComplete(caseId: id, version: $0) }, on: id)
        }
    }

    @Test("A case whose form has no fault shows none, and of a questionnaire that is not known nothing is said")
    func unknown() async throws {
        try await ReviewStand.with { stand in
            let id = try await stand.open { $0.form.definition = "lain" }
            try await stand.browse { browser in
                let page = try await browser.get("/petugas/perkara/\(id)", as: .officer)
                #expect(page.status == 200)
                #expect(!page.text.contains("message-warning"))
            }
        }
    }
}
