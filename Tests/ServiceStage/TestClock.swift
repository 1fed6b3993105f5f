public import Foundation
import Synchronization

/// A clock that stands until a test moves it.
public final class TestClock: Sendable {
    private let moment = Mutex(Date(timeIntervalSince1970: 1_780_300_800))

    init() {}

    /// What it shows.
    public var now: Date { self.moment.withLock { $0 } }
    /// Moves it on.
    public func advance(by seconds: TimeInterval) { self.moment.withLock { $0 += seconds } }
}
