import Contracts
import Foundation
import IntakeDomain

/// Drafts with the recommended activity that a statistician would call the same or nearly so, among many others.
struct LabelledSet: Sendable {
    enum Half: String, Codable, Sendable, CaseIterable {
        case tuning
        case heldOut = "held-out"
    }

    struct Activity: Codable, Sendable {
        var organiser: String?
        var title: String
        var variables: [String]
        var population: String
        var regions: [String]
        var year: Int

        var sketch: ActivitySketch {
            ActivitySketch(
                title: self.title, variables: self.variables, population: self.population,
                regions: Set(self.regions.compactMap { UnitCode($0) }), year: self.year)
        }
    }

    struct Pair: Codable, Sendable {
        var half: Half
        var draft: Activity
        var twin: Activity
    }

    let pairs: [Pair]
    let others: [Activity]

    static func load() throws -> LabelledSet {
        LabelledSet(pairs: try self.lines("pairs.jsonl"), others: try self.lines("others.jsonl"))
    }

    private static func lines<Line: Decodable>(_ name: String) throws -> [Line] {
        guard let folder = Bundle.module.url(forResource: "labelled", withExtension: nil) else {
            throw StageFailure("the labelled set is not in the bundle")
        }
        let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        return try text.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    }
}
