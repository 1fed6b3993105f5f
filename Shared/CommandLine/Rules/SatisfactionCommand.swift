import ArgumentParser
import Contracts
import Foundation
import Satisfaction

/// `layak ikm`
struct SatisfactionCommand: RuleCommand {
    static let configuration = CommandConfiguration(
        commandName: "ikm", abstract: "The satisfaction index (IKM) of a survey's answers.",
        discussion: """
            FILE has the heading u1,u2,u3,u4,u5,u6,u7,u8,u9 and then one respondent a line, answers 1 to 4 in the order of \
            PermenPANRB 14/2017 (u8 complaints, u9 facilities). `-` reads standard input. A line that cannot be taken is \
            answered with an error and left out; the rest counts, and the exit code is 2.

            Examples:
              layak ikm answers.csv
              printf 'u1,u2,u3,u4,u5,u6,u7,u8,u9\\n3,3,3,4,3,3,4,3,3\\n' | layak ikm -
              layak ikm --printed-weight answers.csv
            """)

    @Argument(help: "The answers, comma separated.")
    var file: String
    @Flag(help: "Weight 0.11 as the regulation prints it (at most 99.00) instead of exactly 1/9.")
    var printedWeight = false
    @Option(parsing: .unconditional, help: "Fewer respondents than this get a note.")
    var smallBelow = SmallSample.proposed.below

    func validate() throws {
        guard self.smallBelow >= 0 else { throw ValidationError("--small-below is 0 or more") }
    }

    func answer(at desk: RuleDesk) throws {
        desk.answer(from: self.file) {
            var lines = InputLines(try RuleFile.read(self.file))
            try Self.check(heading: lines.next())
            var summary = SKMSummary()
            desk.answer(each: lines) { summary.add(try Self.response($0)) }
            desk.write(try self.answer(summary))
        }
    }

    /// - Throws: ``RuleFault`` unless the line names the nine elements in their order, with commas between them.
    private static func check(heading: InputLines.Line?) throws(RuleFault) {
        let columns = SKMElement.allCases.map { $0.code.lowercased() }
        let wanted = "the first line must be \(columns.joined(separator: ","))"
        switch heading {
        case .text(let text):
            let line = text.lowercased()
            if self.fields(line) == columns { return }
            // Spreadsheets of a country that writes 3,14 put semicolons where others put commas.
            for (separator, name) in [(";", "semicolons"), ("\t", "tabs")]
            where self.fields(line.replacing(separator, with: ",")) == columns {
                throw RuleFault("\(wanted): here \(name) stand between the fields; save the file with commas")
            }
            throw RuleFault(wanted)
        case .refused(_, let fault): throw RuleFault("\(wanted): \(fault); save the file as UTF-8")
        case nil: throw RuleFault(wanted)
        }
    }

    /// The fields without blanks around them: spreadsheets and people put some there.
    private static func fields(_ line: String) -> [String]? {
        CommaSeparatedLine(line)?.fields.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private static func response(_ line: String) throws -> SKMResponse {
        guard let fields = self.fields(line) else { throw RuleFault("a quotation mark is not closed") }
        var answers: [Int] = []
        for (index, field) in fields.enumerated() {
            guard let answer = Int(field) else {
                throw RuleFault("u\(index + 1): \"\(field)\" is not a whole number")
            }
            answers.append(answer)
        }
        do throws(SurveyFault) {
            return try SKMResponse(answers)
        } catch {
            guard case .outsideScale(let field, let answer, let scale) = error else { throw error }
            // As the heading of the file has it.
            throw SurveyFault.outsideScale(field: field.lowercased(), answer, scale: scale)
        }
    }

    private func answer(_ summary: SKMSummary) throws -> JSONLine {
        let weight = self.printedWeight ? SKMWeight.printed : .ninth
        guard let index = summary.index(weight), let mean = summary.weightedMean(weight),
            let grade = summary.grade(weight)
        else { throw RuleFault("there is no respondent, so there is no index") }
        var elements: JSONLine = [:]
        for element in SKMElement.allCases {
            if let mean = summary.mean(of: element) {
                elements.append(element.code.lowercased(), .decimal(mean.rounded(to: 10_000), places: 4))
            }
        }
        var line: JSONLine = [
            "respondents": .integer(summary.respondents), "elements": .object(elements),
            "ni": .decimal(mean.rounded(to: 10_000), places: 4), "ikm": .decimal(index.rounded(to: 100), places: 2),
            "exact": .string("\(index.numerator)/\(index.denominator)"), "weight": self.printedWeight ? "0.11" : "1/9",
            "grade": .string(grade.rawValue), "words": .string(grade.words),
        ]
        let few = SmallSample(
            below: self.smallBelow,
            source: self.smallBelow == SmallSample.proposed.below ? SmallSample.proposed.source : "--small-below")
        if let note = few.note(respondents: summary.respondents) {
            line.append("note", .string(note))
            line.append("noteSource", .string(few.source))
        }
        return line
    }
}
