import ArgumentParser
import Testing

@testable import layak

@Suite("The examples in the help of the rules")
struct HelpExampleTests {
    private static let commands: [any ParsableCommand.Type] = [
        CheckCommand.self, RouteCommand.self, SatisfactionCommand.self, DueCommand.self, FormCommands.self,
        FormImportCommand.self, FormExportCommand.self, FormDifferenceCommand.self, StandardCommands.self,
        ShowStandard.self, CompareStandards.self,
    ]

    private static func examples(_ command: any ParsableCommand.Type) -> [String] {
        command.configuration.discussion.split(separator: "\n").filter { $0.hasPrefix("  ") }.map(String.init)
    }

    @Test("An example is one line of a terminal: broken by the help's margin it could not be pasted")
    func width() {
        for command in Self.commands {
            let examples = Self.examples(command)
            if command != FormCommands.self { #expect(!examples.isEmpty, "\(command)") }
            for example in examples { #expect(example.count <= 80, "\(example)") }
        }
    }

    @Test("What needs no file answers without an error")
    func run() throws {
        var count = 0
        for command in Self.commands {
            for example in Self.examples(command) {
                let words = example.split(separator: " ").map(String.init)
                guard words[0] == "layak", ["standard", "route"].contains(words[1]), !example.contains("\"")
                else { continue }
                let parsed = try #require(try Layak.parseAsRoot(Array(words.dropFirst())) as? any RuleCommand)
                let said = try parsed.answers()
                #expect(said.exitCode == 0 && !said.lines.isEmpty, "\(example)")
                count += 1
            }
        }
        #expect(count >= 8)
    }
}
