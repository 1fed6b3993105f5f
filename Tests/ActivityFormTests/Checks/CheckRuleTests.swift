import ActivityForm
import Contracts
import Foundation
import Testing

@Suite("The rules as data")
struct CheckRuleTests {
    @Test("There are 40 rules, 26 errors and 14 warnings")
    func rules() throws {
        let rules = try FormChecks().rules
        #expect(rules.count == 40)
        #expect(Set(rules.map(\.id)).count == 40)
        #expect(rules.count { $0.severity == .error } == 26)
        #expect(rules.first?.id == "R-I-01")
        #expect(rules.last?.id == "R-VIII-01")
        #expect(rules.allSatisfy { $0.message.hasSuffix(".") && !$0.fields.isEmpty })
    }

    @Test("Id, severity and message of the findings come from the file")
    func source() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardizedFileURL
        let json = try Data(contentsOf: root.appending(path: "Shared/ActivityForm/Data/check-rules.json"))
        struct File: Decodable {
            let outcomes: [String]
            let rules: [CheckRule]
        }
        let file = try JSONDecoder().decode(File.self, from: json)
        #expect(Set(file.outcomes) == Set(CheckOutcome.allCases.map(\.rawValue)))
        let findings = try FormChecks().findings(on: try CheckSamples.form(try CheckSamples.survey()))
        #expect(findings.map(\.rule) == file.rules)
    }

    @Test("Every field that a rule looks at has a place in the form, and every place exists in the questionnaire")
    func mapping() throws {
        let definition = try Samples.definition()
        for rule in try FormChecks().rules {
            for field in rule.fields { #expect(!CheckField.of(rule: field).isEmpty, "\(rule.id) \(field)") }
        }
        #expect(Set(CheckField.table.map(\.form)).count == CheckField.table.count)
        for field in CheckField.table {
            let question = try #require(definition.question(at: field.form), "\(field.form)")
            guard let key = field.form.split(separator: "/").dropFirst().first else { continue }
            switch question.kind {
            case .group(let fields), .rows(let fields, _, _):
                #expect(fields.contains { $0.key == key }, "\(field.form)")
            default: Issue.record("\(field.form) has no parts")
            }
        }
    }

    @Test(
        "Every place of the record in the table exists in the real record, but for what the import calls inferred"
    )
    func record() throws {
        let record = try ContractJSON.decode(JSONValue.self, from: try Samples.record()).object ?? [:]
        let form = try ContractJSON.decode(JSONValue.self, from: Array((record["form"]?.string ?? "").utf8))
        func exists(_ path: String) -> Bool {
            let keys = path.replacing("/*", with: "/0").split(separator: "/").map(String.init)
            var value: JSONValue? = keys[0] == "form" ? form : .object(record)
            for key in keys[0] == "form" ? keys[1...] : keys[...] {
                value = value?.object?[key] ?? Int(key).flatMap { value?.array?[$0] }
            }
            return value != nil
        }
        let missing = CheckField.table.filter { field in !field.record.isEmpty && !field.record.contains(where: exists)
        }
        #expect(
            missing.map(\.form) == [
                "cara", "3.3/desain", "3.3/evaluasi", "5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "5.7", "5.8",
            ])
        #expect(CheckField.table.allSatisfy { !$0.record.isEmpty })
    }
}
