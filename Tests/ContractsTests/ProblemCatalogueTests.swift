import Contracts
import Foundation
import Testing

/// The `type` of every problem leads to an explanation.
@Suite("Catalogue of problems")
struct ProblemCatalogueTests {
    /// A problem is made under a literal code; the one place that passes a code on is `Problem.conflict` itself.
    @Test("Every code that a source uses is explained, and no explanation is left over")
    func complete() throws {
        var used: Set<String> = []
        var passedOn: [String] = []
        // By default `Problem.conflict` would be one word, with no boundary inside.
        let made = /\bProblem\(\s*code:\s*(?:"([^"]*)")?/.wordBoundaryKind(.simple)
        let conflicts = /\bconflict\(\s*(?:"([^"]*)"|(?!_)[a-z])/.wordBoundaryKind(.simple)
        for file in try Self.sources() {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: made) {
                if let code = match.1 { used.insert(String(code)) } else { passedOn.append(file.lastPathComponent) }
            }
            for match in text.matches(of: conflicts) {
                if let code = match.1 { used.insert(String(code)) } else { passedOn.append(file.lastPathComponent) }
            }
        }
        let known = Set(ProblemCatalogue.all.map(\.code))
        #expect(used.subtracting(known).sorted() == [], "not explained")
        #expect(known.subtracting(used).sorted() == [], "explained, but used nowhere")
        #expect(passedOn == ["Problem.swift"], "a code that is no literal cannot be checked here")
        #expect(used.count > 25)
    }

    @Test("Codes are unique words of a path, and every explanation says more than its title")
    func readable() {
        #expect(Set(ProblemCatalogue.all.map(\.code)).count == ProblemCatalogue.all.count)
        for entry in ProblemCatalogue.all {
            #expect(entry.code.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil, "\(entry.code)")
            #expect(entry.explanation.count > entry.title.count && entry.explanation.hasSuffix("."), "\(entry.code)")
            #expect(ProblemCatalogue.entry(entry.code) == entry)
        }
    }

    private static func sources() throws -> [URL] {
        let root = DocumentTests.root.deletingLastPathComponent().deletingLastPathComponent()
        var found: [URL] = []
        for folder in ["Shared", "Services"] {
            let files = try #require(
                FileManager.default.enumerator(
                    at: root.appendingPathComponent(folder), includingPropertiesForKeys: nil))
            for case let file as URL in files where file.pathExtension == "swift" { found.append(file) }
        }
        return found
    }
}
