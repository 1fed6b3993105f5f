import Contracts
import Testing

@testable import Intake

@Suite("Page of a kind of problem")
struct ProblemKindTests {
    @Test("Every problem's type leads to a page that explains it, and another word to none")
    func explained() async throws {
        try await IntakeStage.with { stage in
            try await stage.serving { door in
                let visitor = door.visitor()
                for entry in ProblemCatalogue.all {
                    let type = Problem.conflict(entry.code, entry.title, detail: "").type
                    let page = try await visitor.get(type)
                    #expect(page.status == 200 && page.text.contains(entry.explanation), "\(entry.code)")
                }
                #expect(try await visitor.get("/masalah/tidak-ada-masalah").status == 404)
            }
        }
    }
}
