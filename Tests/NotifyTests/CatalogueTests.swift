import Contracts
import ServiceHost
import ServiceStage
import Testing

@testable import Notify

@Suite("Notify and the catalogues")
struct CatalogueTests {
    @Test("Every event and command that is given to Notify has a handler, and no other")
    func noGaps() async throws {
        try await NotifyStage.with { stage in
            #expect(stage.notify.definition.catalogueGaps(of: .notify) == [])
        }
    }
}
