import Contracts
import Foundation
import MessagingLive
import Postgres
import Standards

/// Publishes every version of a service standard that has not been published yet; doing it again changes nothing.
struct PublishStandards: Sendable {
    let library: StandardLibrary
    let units: UnitDirectory
    let identifiers: IdentifierSource

    /// What came of it.
    struct Outcome: Hashable {
        /// How many versions were new.
        var published = 0
        /// Versions that were published before with other words, and stay as they were published.
        var changed: [String] = []
    }

    func callAsFunction(now: Date, in tx: Transaction) throws -> Outcome {
        // Two instances that start at once take turns.
        _ = try tx.first("SELECT pg_advisory_xact_lock(7210011)::text") { _ in }
        let known = try StandardStore.publishedIDs(in: tx)
        var outcome = Outcome()
        outcome.changed = try StandardStore.publishedOtherwise(
            self.library.all.filter { known.contains($0.id) }, in: tx)
        for standard in self.library.all where !known.contains(standard.id) {
            guard let unit = self.units.unit(standard.unit) else { continue }
            try StandardStore.insert(standard, of: unit, now: now, in: tx)
            try Outbox.append(
                StandardPublished(unit: unit, standard: standard, publishedAt: now), at: now, by: .intake,
                ids: self.identifiers, in: tx)
            outcome.published += 1
        }
        return outcome
    }
}
