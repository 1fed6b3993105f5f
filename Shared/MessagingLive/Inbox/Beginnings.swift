import Foundation
import Postgres
import Threading

/// What this process has counted as begun, of what waits or was kept early, and has not brought to an end. While the
/// database comes and goes it is begun again, and not counted again: an absent database says nothing about a message.
final class Beginnings: Sendable {
    private struct Name: Hashable {
        var queue: String
        var key: AttemptStore.Key
    }

    /// Ends that another process has seen leave a name behind. Above so many all are dropped, and at worst one beginning of
    /// each is counted twice.
    private static let most = 10_000
    private let open = Locked<Set<Name>>([])

    /// Counts the beginning of a message, unless it is counted already.
    func begin(_ key: AttemptStore.Key, queue: String, at now: Date, in database: Database) async throws {
        let name = Name(queue: queue, key: key)
        guard !self.open.withLock({ $0.contains(name) }) else { return }
        try await AttemptStore.count(queue, [key], at: now, in: database)
        self.open.withLock { open in
            if open.count >= Self.most { open = [] }
            open.insert(name)
        }
    }

    /// The message has come to an end here: handled, put off or parked.
    func end(_ key: AttemptStore.Key, queue: String) {
        self.open.withLock { _ = $0.remove(Name(queue: queue, key: key)) }
    }
}
