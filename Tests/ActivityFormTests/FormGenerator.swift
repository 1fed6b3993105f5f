import ActivityForm
import Contracts
import Foundation
import Seeds

/// Makes random forms: any readable answers to any of the questions, many of them awkward to write.
struct FormGenerator {
    let definition: FormDefinition
    var luck: SeededRandom

    init(_ definition: FormDefinition, seed: UInt64) {
        self.definition = definition
        self.luck = SeededRandom(seed: seed)
    }

    private static let words = [
        "survei", "data", "Kota", "2026", "<b>", "</p>", "&amp;", "&", "\"", "\\", "—", "é", "👩🏽‍🔬", "a<b", "1.", "- ",
        "#", "{}", "%", "R&D", "&lt;", "<p style=\"white-space:pre-wrap;\">", "\u{A0}", "\t",
    ]

    /// A form in which each question is answered with the given likelihood, whether it is asked or not.
    mutating func form(answered percent: Int = 70) -> FormContent {
        var content = self.definition.empty
        for question in self.definition.questions where self.luck.chance(percent) {
            content.answers[question.number] = self.value(question.kind)
        }
        // Empty answers are no answers: a form that is kept has none.
        content.answers = content.answers.filter { !Self.isBlank($0.value) }
        return content
    }

    /// The same form with some answers made otherwise.
    mutating func changed(_ content: FormContent) -> FormContent {
        var content = content
        for question in self.definition.questions where self.luck.chance(10) {
            content.answers[question.number] = self.luck.chance(30) ? nil : self.value(question.kind)
        }
        content.answers = content.answers.filter { !Self.isBlank($0.value) }
        return content
    }

    private static func isBlank(_ value: JSONValue) -> Bool {
        switch value {
        case .null: true
        case .string(let text): text.allSatisfy(\.isWhitespace)
        case .array(let elements): elements.allSatisfy(self.isBlank)
        case .object(let members): members.values.allSatisfy(self.isBlank)
        default: false
        }
    }

    mutating func value(_ kind: AnswerKind) -> JSONValue {
        switch kind {
        case .text(let max): return .string(self.text(max: max, separators: [" ", " ", "  "]))
        case .longText(let max): return .string(self.text(max: max, separators: [" ", " ", "\n", "\n\n", "  "]))
        case .email: return .string("orang\(Int.random(in: 0..<1000, using: &self.luck))@instansi.example")
        case .integer(let min, let max): return .integer(Int.random(in: min...max, using: &self.luck))
        case .date: return .string(self.day().description)
        case .period:
            let days = [self.day(), self.day()].sorted()
            var parts: [String: JSONValue] = [:]
            if self.luck.chance(90) { parts["awal"] = .string(days[0].description) }
            if self.luck.chance(90) { parts["akhir"] = .string(days[1].description) }
            return .object(parts)
        case .choice(let options):
            return .integer(options[Int.random(in: 0..<options.count, using: &self.luck)].code)
        case .choices(let options):
            return .array(options.map(\.code).filter { _ in self.luck.chance(40) }.sorted().map(JSONValue.integer))
        case .group(let fields): return self.fields(fields)
        case .rows(let fields, _, _):
            let count = Int.random(in: 0...6, using: &self.luck)
            return .array((0..<count).map { _ in self.fields(fields) }.filter { !Self.isBlank($0) })
        case .regions:
            return .array(["3201", "6100", "6104"].filter { _ in self.luck.chance(50) }.map(JSONValue.string))
        }
    }

    private mutating func fields(_ fields: [FormField]) -> JSONValue {
        var parts: [String: JSONValue] = [:]
        for field in fields where self.luck.chance(80) {
            let value = self.value(field.kind)
            if !Self.isBlank(value) { parts[field.key] = value }
        }
        return .object(parts)
    }

    private mutating func text(max: Int, separators: [String]) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 1...8, using: &self.luck) {
            text += Self.words[Int.random(in: 0..<Self.words.count, using: &self.luck)]
            text += separators[Int.random(in: 0..<separators.count, using: &self.luck)]
        }
        return String(text.prefix(max))
    }

    private mutating func day() -> Day {
        let text = Day(
            year: Int.random(in: 2024...2028, using: &self.luck), month: Int.random(in: 1...12, using: &self.luck),
            day: Int.random(in: 1...28, using: &self.luck))
        return text!  // every month has 28 days
    }
}
