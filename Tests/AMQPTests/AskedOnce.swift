import Threading

/// A flag that another task sets.
final class AskedOnce: Sendable {
    private let value = Locked(false)
    var isMarked: Bool { self.value.withLock { $0 } }
    func mark() { self.value.withLock { $0 = true } }
}
