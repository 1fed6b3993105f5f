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

    @Test("A complete form is accepted with its title, its year and the unit in charge of its region")
    func complete() throws {
        let form = try self.accept { _ in }
        #expect(form.title == "Kompilasi Data Pelaporan" && form.year == 2027)
        #expect(form.regions.map(\.text) == ["6104"] && form.unit.text == "6104" && form.copies.isEmpty)
    }

    @Test(
        "Regions and organiser decide who is in charge and who gets a copy",
        arguments: [
            (["6171", "6104"], "Inspektorat", ["6104", "6171"], "6100", []),
            (["6104", "3201"], "Inspektorat", ["3201", "6104"], "0000", []),
            (["6104"], "Kementerian Pertanian", ["6104"], "0000", ["6104"]),
        ] as [([String], String, [String], String, [String])])
    func route(chosen: [String], organiser: String, regions: [String], unit: String, copies: [String]) throws {
        let form = try self.accept {
            $0["4.5"] = .array(chosen.map(JSONValue.string))
            $0["1.1"] = .string(organiser)
        }
        #expect(form.regions.map(\.text) == regions)
        #expect(form.unit.text == unit && form.copies.map(\.text) == copies)
    }

    @Test("For all Indonesia the regions are not asked: what stands there is taken away and decides nothing")
    func notAsked() throws {
        let form = try self.accept { $0["4.4"] = .integer(1) }
        #expect(form.form.content.answers["4.5"] == nil)
        #expect(form.regions.isEmpty && form.unit == .headquarters)
    }

    @Test("A region that only the routing does not know is named at its question")
    func tablesDisagree() throws {
        let header = "code,name,level,parent,zone,email_by_convention,source"
        let few = try UnitDirectory(csv: Array("\(header)\n0000,BPS RI,pusat,,WIB,,\n".utf8), file: "probe.csv")
        let acceptance = FormAcceptance(
            forms: try FormCatalogue.msKeg(), units: try UnitDirectory.load(), router: try Router.load(units: few))
        let problem = #expect(throws: Problem.self) { try acceptance.accept(EncodedForm(try SampleForm.complete())) }
        #expect(problem?.errors.map { "\($0.field) \($0.code)" } == ["4.5 unknown-region"])
        #expect(problem?.errors.first?.message.contains("6104") == true)
    }

    private func accept(_ change: (inout [String: JSONValue]) -> Void) throws -> AcceptedForm {
        var form = try SampleForm.complete()
        change(&form.answers)
        return try self.acceptance().accept(EncodedForm(form))
    }
}
