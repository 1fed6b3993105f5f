import ActivityForm
import Contracts
import IntakeDomain
import Standards
import Testing

@Suite("Accepting a form")
struct AcceptanceTests {
    private func acceptance() throws -> FormAcceptance {
        let units = try UnitDirectory.load()
        return FormAcceptance(
            forms: try FormCatalogue.msKeg(), units: units, router: try Router.load(units: units))
    }

    @Test("A form without answers names what is missing")
    func empty() throws {
        let acceptance = try self.acceptance()
        let problem = #expect(throws: Problem.self) { try acceptance.accept(EncodedForm(acceptance.definition.empty)) }
        #expect(problem?.status == 422)
        #expect(problem?.errors.first?.field == "judul")
    }

    @Test("At most a hundred problems are listed")
    func many() throws {
        let acceptance = try self.acceptance()
        var form = acceptance.definition.empty
        form.answers["3.4"] = .array(Array(repeating: .object(["nama": .string("x")]), count: 150))
        let problem = #expect(throws: Problem.self) { try acceptance.accept(EncodedForm(form)) }
        #expect(problem?.errors.count == FormAcceptance.mostProblems)
        #expect(problem?.detail?.contains("isian yang perlu diperbaiki") == true)
    }
}
