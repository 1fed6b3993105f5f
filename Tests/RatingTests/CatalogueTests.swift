import Contracts
import ServiceHost
import ServiceStage
import Testing

@testable import Rating

@Suite("Rating and the catalogues")
struct CatalogueTests {
    @Test("Every event and command that is given to Rating has a handler, and no other")
    func noGaps() async throws {
        try await RatingStage.with { stage in
            #expect(stage.rating.definition.catalogueGaps(of: .rating) == [])
        }
    }
}
