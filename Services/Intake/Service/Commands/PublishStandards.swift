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

    /// - Returns: how many versions were new.
    func callAsFunction(now: Date, in tx: Transaction) throws -> Int {
        // Two instances that start at once take turns.
        _ = try tx.first("SELECT pg_advisory_xact_lock(7210011)::text") { _ in }
        let known = try StandardStore.publishedIDs(in: tx)
        var published = 0
        for standard in self.library.all where !known.contains(standard.id) {
            guard let unit = self.units.unit(standard.unit) else { continue }
            try StandardStore.insert(standard, of: unit, now: now, in: tx)
            try Outbox.append(
                StandardPublished(unit: unit, standard: standard, publishedAt: now), at: now, by: .intake,
                ids: self.identifiers, in: tx)
            published += 1
        }
        return published
    }
}
