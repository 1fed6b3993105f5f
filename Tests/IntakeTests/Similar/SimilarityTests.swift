import Contracts
import Foundation
import IntakeDomain
import Postgres
import Testing

@testable import Intake

/// The labelled set against the ranker as Intake runs it. `make similar` shows the figures that this prints.
@Suite("Similar activities, measured")
struct SimilarityTests {
    @Test(
        "The labelled set is as large as was promised, its halves are fixed, and every twin is unlike all other titles")
    func labelledSet() throws {
        let set = try LabelledSet.load()
        #expect(set.pairs.count >= 60)
        #expect(set.others.count >= 1000)
        #expect(set.pairs.count { $0.half == .heldOut } == 42)
        let titles = set.pairs.map(\.twin.title) + set.others.map(\.title)
        #expect(Set(titles).count == titles.count)
        for activity in set.pairs.flatMap({ [$0.draft, $0.twin] }) + set.others {
            #expect(activity.regions.allSatisfy { UnitCode($0) != nil }, "\(activity.title)")
        }
    }

    @Test("In both halves nine of ten drafts find the recommended activity that is nearly the same among five")
    func recall() async throws {
        try await IntakeStage.with { stage in
            let bench = SimilarityBench(set: try LabelledSet.load(), database: stage.database)
            try await bench.fill(now: stage.clock.now)
            let findSimilar = stage.intake.parts.findSimilar
            let ranker: SimilarityBench.Search = { draft, tx in
                try findSimilar.nearest(to: draft, in: tx).map(\.id)
            }
            for half in LabelledSet.Half.allCases {
                let ranked = try await bench.measure(half, by: ranker)
                let plain = try await bench.measure(half, by: SimilarityBench.plainFullText)
                print(ranked.line("\(half.rawValue), ranker"))
                print(plain.line("\(half.rawValue), plain full text"))
                #expect(ranked.recall(at: 5) >= 0.9, "\(half)")
                #expect(ranked.recall(at: 5) > plain.recall(at: 5), "\(half)")
            }
            // What an applicant sees who has typed no more than a title: told, not promised.
            let titleOnly: @Sendable (ActivitySketch) -> ActivitySketch = { ActivitySketch(title: $0.title) }
            for half in LabelledSet.Half.allCases {
                let ranked = try await bench.measure(half, by: ranker, seeing: titleOnly)
                let plain = try await bench.measure(half, by: SimilarityBench.plainFullText, seeing: titleOnly)
                print(ranked.line("\(half.rawValue), ranker, title alone"))
                print(plain.line("\(half.rawValue), plain full text, title alone"))
            }
        }
    }
}
