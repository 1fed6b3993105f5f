import Threading

/// Stops those who write for a while.
final class Pause: Sendable {
    private let state = Locked(false)

    var isOn: Bool { self.state.withLock { $0 } }

    func begin() { self.state.withLock { $0 = true } }

    func end() { self.state.withLock { $0 = false } }
}
