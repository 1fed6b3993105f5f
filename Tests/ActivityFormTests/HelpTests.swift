import ActivityForm
import Testing

@Suite("What the form explains")
struct HelpTests {
    @Test("Every question and every field has a help text of whole sentences")
    func help() throws {
        for question in try Samples.definition().questions {
            self.expectSentences(question.help, question.number)
            switch question.kind {
            case .group(let fields), .rows(let fields, _, _):
                for field in fields { self.expectSentences(field.help, "\(question.number)/\(field.key)") }
            case .choice(let options), .choices(let options):
                for option in options where option.help != nil {
                    self.expectSentences(option.help, "\(question.number)=\(option.code)")
                }
            default: break
            }
        }
    }

    private func expectSentences(_ text: String?, _ place: String) {
        #expect(text?.isEmpty == false, "\(place)")
        #expect(text?.last == "." || text?.last == "?", "\(place)")
        #expect(text?.first?.isUppercase == true, "\(place)")
    }

    @Test("Block IX names the expected kinds of files, block X takes the confirmation")
    func lastBlocks() throws {
        let definition = try Samples.definition()
        #expect(
            definition.block("9")?.attachments.map(\.key) == ["kuesioner", "rancangan-tabel", "kak", "kertas-kerja"])
        #expect(definition.block("9")?.attachments.allSatisfy { !$0.help.isEmpty } == true)
        #expect(definition.block("10")?.questions.map(\.number) == ["konfirmasi"])
        #expect(definition.question("konfirmasi")?.required == false)
    }
}
