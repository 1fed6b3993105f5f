import ActivityForm
import Contracts
import Standards
import TestSupport
import Testing

@testable import Review

@Suite("A case with a whole form")
struct FullFormTests {
    /// The national record, as the form of today has it.
    static func record() throws -> FormContent {
        let units = try UnitDirectory.load()
        let record = try RecordImport(
            definition: try FormDefinition.msKeg(), regions: RegionNames { units.regionName($0) }
        )
        .read(NationalRecord.json())
        return record.content
    }

    @Test("Its page stays below 60 KB while every item is examined")
    func size() async throws {
        let form = try Self.record()
        try await ReviewStand.with { stand in
            let id = try await stand.open { $0.form = form }
            try await stand.perform(TakeAction.self, by: .officer, { TakeCase(caseId: id, version: $0) }, on: id)
            try await stand.browse { browser in
                let completeness = try await browser.get("/petugas/perkara/\(id)", as: .officer)
                #expect(completeness.bytes.count < 60 * 1024, "\(completeness.bytes.count) bytes")
            }
            try await stand.perform(
                DeclareCompleteAction.self, by: .officer, { DeclareCaseComplete(caseId: id, version: $0) }, on: id)
            try await stand.browse { browser in
                let examination = try await browser.get("/petugas/perkara/\(id)", as: .officer)
                #expect(examination.bytes.count < 60 * 1024, "\(examination.bytes.count) bytes")
            }
        }
    }
}
