import ActivityForm
import Contracts
import IntakeDomain
import Postgres
import Standards

/// Finds the recommended activities nearest to a form, finished or not.
struct FindSimilar: Sendable {
    private let rank: SimilarActivities

    init(_ units: UnitDirectory) {
        self.rank = SimilarActivities { units.regionName($0.text) }
    }

    /// The nearest first, with reasons; none while the form says too little.
    func callAsFunction(_ form: FormContent, in tx: Transaction) throws -> [SimilarActivity] {
        try self.nearest(to: ActivitySketch(form), in: tx)
    }

    /// The same for what is known of an activity.
    func nearest(to draft: ActivitySketch, in tx: Transaction) throws -> [SimilarActivity] {
        guard let query = SimilarityQuery(draft) else { return [] }
        let found = self.rank.nearest(to: draft, among: try SimilarStore.candidates(for: query, in: tx))
        return SimilarActivities.fitting(found)
    }

    /// The same beside something that must not fail for it: `nil` when the catalogue could not be asked in time.
    func orNothing(_ form: FormContent, in tx: Transaction) -> [SimilarActivity]? {
        // Advice never stands in the way of a submission; what is really wrong with the database shows in what follows.
        try? tx.savepoint { try self(form, in: tx) }
    }
}
