import ActivityForm
import Contracts
import Foundation
import Testing

@Suite("Versions of the questionnaire")
struct VersionTests {
    let first: FormDefinition
    let second: FormDefinition
    let both: FormCatalogue

    init() throws {
        self.first = try FormDefinition.msKeg(version: 1)
        let url = Bundle.module.url(forResource: "ms-keg-2", withExtension: "json", subdirectory: "Fixtures")
        let data = try Data(contentsOf: #require(url))
        self.second = try FormDefinition(json: Array(data), file: "ms-keg-2.json")
        self.both = try FormCatalogue([self.second, self.first])
    }

    @Test("The module's own versions stand beside each other, and the newest is the one for new forms")
    func own() throws {
        let catalogue = try FormCatalogue.msKeg()
        #expect(catalogue.definitions.map(\.version) == Array(1...catalogue.definitions.count))
        #expect(try FormDefinition.msKeg() == catalogue.newest)
        let error = #expect(throws: DataFault.self) { try FormDefinition.msKeg(version: 99) }
        #expect(error?.file == "ms-keg-99.json")
        #expect(throws: DataFault.self) { try FormDefinition.msKeg(version: 0) }
    }

    @Test("A catalogue with a gap, a version twice, another questionnaire or nothing is refused")
    func faulty() throws {
        #expect(throws: DataFault.self) { try FormCatalogue([]) }
        let gap = #expect(throws: DataFault.self) { try FormCatalogue([self.second]) }
        #expect(gap?.reason == "version 1 is missing")
        let twice = #expect(throws: DataFault.self) { try FormCatalogue([self.first, self.first]) }
        #expect(twice?.reason == "this version stands twice")
        let other = try FormDefinition(
            json: Array(#"{"id":"lain","version":2,"title":"","source":"","blocks":[]}"#.utf8), file: "lain-2.json")
        let mixed = #expect(throws: DataFault.self) { try FormCatalogue([self.first, other]) }
        #expect(mixed?.description == "lain-2.json: id: the others are versions of ms-keg")
    }

    @Test("Answers of an old version survive a new one unchanged, and are read and checked by their own")
    func survive() throws {
        let content = try Samples.complete()
        #expect(self.both.newest.version == 2)
        let definition = try #require(self.both.definition(of: content))
        #expect(definition == self.first)
        #expect(definition.settled(content) == self.first.settled(content))
        #expect(AnswerValidation(definition: definition, regions: Samples.regions).problems(in: content) == [])
        let question = try #require(definition.question("6.3"))
        #expect(definition.display(.integer(2), of: question, regions: Samples.regions) == ["Tidak"])
        // The newest version would refuse them: it is another form.
        let validation = AnswerValidation(definition: self.second, regions: Samples.regions)
        #expect(validation.problems(in: content).map(\.field) == ["definition"])
        #expect(self.both.definition(id: "ms-keg", version: 3) == nil)
    }

    @Test("A draft that goes over to a newer version keeps every answer that fits, and loses nothing silently")
    func carryOver() throws {
        let content = try Samples.complete()
        let carried = CarryOver(from: self.first, to: self.second, regions: Samples.regions).carry(content)
        #expect(carried.content.version == 2)
        #expect(carried.report.removed.map(\.number) == ["6.3"])
        #expect(carried.report.removed.first?.heading == "6.3 Apakah melakukan penyesuaian nonrespon?")
        #expect(carried.report.removed.first?.answer == ["Tidak"])
        #expect(carried.report.removed.first?.value == .integer(2))
        #expect(carried.report.unfit == [])
        #expect(carried.report.added == ["6.8"])
        #expect(carried.report.lacking.map(\.field) == ["6.8"])
        for number in content.answers.keys where number != "6.3" {
            #expect(carried.content.answers[number] == content.answers[number])
        }
    }

    @Test("What the other version cannot read is told with its text, and what stands beside it goes over")
    func unfit() throws {
        var content = try Samples.complete()
        content.version = 2
        content.answers["6.3"] = nil
        content.answers["4.7"] = .array([.integer(1), .integer(64)])
        content.answers["6.8"] = .integer(1200)
        content.answers["9.9"] = .string("isian yang tidak dikenal")
        content.answers["1.2"] = .object(["alamat": .string("Jakarta"), "telepon": .integer(7)])
        let carried = CarryOver(from: self.second, to: self.first, regions: Samples.regions).carry(content)
        #expect(carried.content.answers["4.7"] == nil)
        #expect(carried.content.answers["1.2"] == .object(["alamat": .string("Jakarta")]))
        #expect(carried.report.unfit.map(\.path) == ["1.2/telepon", "4.7"])
        #expect(carried.report.unfit.first?.answer == ["7"])
        #expect(carried.report.unfit.last?.answer.contains("Aplikasi ponsel") == true)
        #expect(carried.report.removed.map(\.number) == ["6.8", "9.9"])
        #expect(carried.report.kept.contains("1.2"))
        #expect(!carried.report.kept.contains("4.7"))
    }

    @Test("Whatever the draft, each answer goes over, or is told", arguments: 0..<200)
    func nothingLost(seed: UInt64) {
        var generator = FormGenerator(self.first, seed: seed)
        let content = generator.form()
        let carried = CarryOver(from: self.first, to: self.second, regions: Samples.regions).carry(content)
        let told = Set((carried.report.removed + carried.report.unfit).map(\.number))
        for (number, answer) in content.answers {
            #expect(
                carried.content.answers[number] == answer || told.contains(number), "seed \(seed): \(number) is lost")
        }
    }
}
