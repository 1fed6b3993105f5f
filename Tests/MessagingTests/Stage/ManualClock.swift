import Foundation
import Threading

/// A clock that a test moves.
final class ManualClock: Sendable {
    private let time: Locked<Date>

    init(_ start: Date = Date(timeIntervalSince1970: 1_790_000_000)) { self.time = Locked(start) }

    var now: Date { self.time.withLock { $0 } }

    func advance(by duration: Duration) { self.time.withLock { $0 += duration / .seconds(1) } }
}
