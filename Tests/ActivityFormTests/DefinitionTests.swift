import ActivityForm
import Contracts
import Testing

@Suite("The definition of the form")
struct DefinitionTests {
    @Test("The questionnaire loads, with every numbered question of MS-Keg")
    func loads() throws {
        let definition = try Samples.definition()
        let numbers = Set(definition.questions.map(\.number))
        let printed =
            ["judul", "tahun", "cara", "sektor", "1.1", "1.2", "2.1", "2.2"]
            + (1...4).map { "3.\($0)" } + (1...8).map { "4.\($0)" } + (1...8).map { "5.\($0)" }
            + (1...7).map { "6.\($0)" } + (1...4).map { "7.\($0)" } + ["8.1", "8.2"]
        #expect(numbers.isSuperset(of: printed))
        #expect(definition.blocks.map(\.key) == (0...10).map(String.init))
        #expect(definition.block(asking: "3.4")?.numeral == "III")
    }

    @Test("Every condition looks at a question that exists")
    func conditions() throws {
        let definition = try Samples.definition()
        for question in definition.questions {
            for number in question.condition?.questions ?? [] { #expect(definition.question(number) != nil) }
        }
    }

    @Test(
        "A faulty file is refused with its place and reason",
        arguments: [
            (#"{"id":"x","version":1,"title":"","source":""}"#, "blocks", "is missing"),
            (#"{"id":"x","version":"1","title":"","source":"","blocks":[]}"#, "version", "has the wrong type"),
            (
                Self.block(#"{"number":"1","label":"","required":true,"kind":"number"}"#), "blocks/0/questions/0/kind",
                #""number" is not a kind of answer"#
            ),
            (
                Self.block(
                    #"{"number":"1","label":"","required":true,"kind":"date"},{"number":"1","label":"","required":true,"kind":"date"}"#
                ), "1", "a question with this number exists"
            ),
            (
                Self.block(
                    #"{"number":"1","label":"","required":true,"kind":"date","condition":{"question":"2","is":[1]}}"#),
                "1", "the condition asks for 2, which no question of this form is"
            ),
            (
                Self.block(
                    #"{"number":"1","label":"","required":true,"kind":"date","condition":{"question":"2","includes":[1]}},{"number":"2","label":"","required":true,"kind":"choices","options":[{"code":1,"label":""}]}"#
                ), "1", "the condition asks for 2, which does not come before it"
            ),
            (
                Self.block(
                    #"{"number":"1","label":"","required":true,"kind":"choice","options":[{"code":1,"label":""}]},{"number":"2","label":"","required":true,"kind":"date","condition":{"question":"1","is":[9]}}"#
                ), "2", "the condition names code 9, which 1 does not have"
            ),
            (
                Self.block(
                    #"{"number":"1","label":"","required":true,"kind":"choices","options":[{"code":1,"label":""},{"code":3,"label":""}]}"#
                ), "1", "code 3 is not a power of two, so a sum of codes would not name it"
            ),
            (#"{"id":"","version":1,"title":"","source":"","blocks":[]}"#, "id", "an id is not empty"),
            ("{", "", ""),
        ])
    func faulty(json: String, place: String, reason: String) throws {
        let error = #expect(throws: DataFault.self) {
            try FormDefinition(json: Array(json.utf8), file: "probe.json")
        }
        #expect(error?.file == "probe.json")
        #expect(error?.field == place)
        if !reason.isEmpty { #expect(error?.reason == reason) }
    }

    private static func block(_ questions: String) -> String {
        #"{"id":"x","version":1,"title":"","source":"","blocks":[{"key":"0","numeral":"","title":"","questions":["#
            + questions + "]}]}"
    }
}
