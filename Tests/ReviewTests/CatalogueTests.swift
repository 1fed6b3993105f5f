import Contracts
import ServiceHost
import Testing

@testable import Review

@Suite("Review and the catalogues")
struct CatalogueTests {
    @Test("Every event and command that is given to Review has a handler, and no other")
    func noGaps() async throws {
        try await ReviewStand.with { stand in
            #expect(stand.definition.catalogueGaps(of: .review) == [])
        }
    }
}
