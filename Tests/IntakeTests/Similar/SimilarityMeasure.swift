import Contracts
import Foundation
import IntakeDomain
import Postgres

@testable import Intake

/// How often the twin of a draft is found, and how far up.
struct SimilarityMeasure: Sendable {
    /// Where the twin of each draft stood, from 1; `nil` where it was not among the five.
    var ranks: [Int?] = []

    /// Part of the drafts whose twin is among the first `count`.
    func recall(at count: Int) -> Double {
        Double(self.ranks.count { $0.map { $0 <= count } ?? false }) / Double(max(1, self.ranks.count))
    }

    /// Mean of 1 / rank, 0 where the twin is missing.
    var meanReciprocalRank: Double {
        self.ranks.reduce(0) { $0 + ($1.map { 1 / Double($0) } ?? 0) } / Double(max(1, self.ranks.count))
    }

    func line(_ name: String) -> String {
        let figures = [self.recall(at: 1), self.recall(at: 5), self.meanReciprocalRank]
        return "similar: \(name.padding(toLength: 44, withPad: " ", startingAt: 0)) "
            + "drafts \(self.ranks.count)  recall at 1 \(Self.text(figures[0]))  "
            + "recall at 5 \(Self.text(figures[1]))  MRR \(Self.text(figures[2]))"
    }

    private static func text(_ value: Double) -> String { String(format: "%.3f", value) }
}

/// The catalogue of the labelled set in a database, and ways to search it.
struct SimilarityBench: Sendable {
    typealias Search = @Sendable (ActivitySketch, Transaction) throws -> [CaseID]

    let set: LabelledSet
    let database: Database

    /// The case of the twin of the pair at this position.
    static func twin(_ position: Int) -> CaseID { self.id(position) }

    private static func id(_ number: Int) -> CaseID {
        CaseID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, UInt8(number >> 8), UInt8(number & 255))))
    }

    /// Writes twins and others into the catalogue as `NoteLetter` does.
    func fill(now: Date) async throws {
        let all = self.set.pairs.map(\.twin) + self.set.others
        try await self.database.transaction { tx in
            for (number, activity) in all.enumerated() {
                try CatalogueStore.insert(
                    CatalogueStore.Entry(
                        caseID: Self.id(number), title: activity.title, year: activity.year,
                        institution: activity.organiser ?? "", unit: .headquarters,
                        recommendationNumber: "V-26.0000.\(number)", verificationCode: "K\(number)", issuedAt: now),
                    sketch: activity.sketch, in: tx)
            }
        }
    }

    func measure(
        _ half: LabelledSet.Half, by search: @escaping Search,
        seeing: @escaping @Sendable (ActivitySketch) -> ActivitySketch = { $0 }
    ) async throws -> SimilarityMeasure {
        let pairs = self.set.pairs
        return try await self.database.read { tx in
            var measure = SimilarityMeasure()
            for (position, pair) in pairs.enumerated() where pair.half == half {
                let found = try search(seeing(pair.draft.sketch), tx)
                measure.ranks.append(found.prefix(5).firstIndex(of: Self.twin(position)).map { $0 + 1 })
            }
            return measure
        }
    }

    /// PostgreSQL's full text alone: any word of the draft, in Indonesian, ranked by the server.
    static let plainFullText: Search = { draft, tx in
        let text = ([draft.title] + draft.variables + [draft.population]).joined(separator: " ")
        return try tx.rows(
            """
            SELECT case_id FROM catalogue,
                   (SELECT replace(plainto_tsquery('indonesian', \(text))::text, '&', '|')::tsquery AS any_word) asked
             WHERE topic @@ any_word ORDER BY ts_rank(topic, any_word) DESC, case_id LIMIT 5
            """
        ) { CaseID(try $0.get("case_id")) }
    }
}
