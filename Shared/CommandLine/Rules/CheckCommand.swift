import ActivityForm
import ArgumentParser
import Contracts
import Foundation

/// `layak check`
struct CheckCommand: RuleCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "What the 40 mechanical rules say of a form.",
        discussion: """
            FILE is a record of the present national system (JSON, its form is JSON inside the string "form"), or a form \
            in another shape that `layak form` knows; `-` reads standard input. Prints one line for each rule, in the \
            order of the form: rule, outcome (pass, violation, notEvaluable, notApplicable), severity, evidence, \
            message. Evidence names the place in the form (MS-Keg) and in the record. Findings never block a \
            submission, so the exit code is 0 whatever they are; 2 when the file cannot be read.

            Examples:
              layak check record.json
              layak check record.json | grep '"outcome":"violation"'
              layak check --submitted 2025-08-26 record.json

            The last is for a record whose tgl_pengajuan cannot be relied on.
            """)

    @Argument(help: "The record or form, JSON.")
    var file: String
    @Option(help: "The local day of submission, yyyy-mm-dd, in place of the record's own.", transform: Day.argument)
    var submitted: Day?

    func answer(at desk: RuleDesk) throws {
        let checks = try FormChecks()
        let reader = try FormFileReader()
        let record = CheckedRecord(definition: try FormDefinition.msKeg(), regions: reader.regions)
        let submission = self.submitted.map { CheckContext.Submission.on($0) }
        desk.answer(from: self.file) {
            let bytes = Array(try RuleFile.read(self.file))
            let form: CheckedForm
            do throws(Problem) {
                if let content = try reader.ownForm(bytes), let definition = reader.catalogue.definition(of: content) {
                    form = CheckedForm(
                        content, definition: definition, regions: reader.regions,
                        context: CheckContext(submission: submission ?? .unreliable))
                } else {
                    form = try record.read(bytes, submission: submission)
                }
            } catch {
                throw RuleFault(error)
            }
            for finding in checks.findings(on: form) { desk.write(Self.line(finding)) }
        }
    }

    private static func line(_ finding: CheckFinding) -> JSONLine {
        [
            "rule": .string(finding.rule.id), "outcome": .string(finding.outcome.rawValue),
            "severity": .string(finding.rule.severity.rawValue),
            "evidence": .array(finding.evidence.map(self.evidence)),
            "message": .string(finding.message),
        ]
    }

    private static func evidence(_ evidence: CheckEvidence) -> JSONLineValue {
        var line: JSONLine = ["path": .string(evidence.path)]
        if let source = evidence.source { line.append("source", .string(source)) }
        line.append("label", .string(evidence.label))
        line.append("value", evidence.value.map(JSONLineValue.string) ?? .null)
        if let note = evidence.note { line.append("note", .string(note)) }
        return .object(line)
    }
}
