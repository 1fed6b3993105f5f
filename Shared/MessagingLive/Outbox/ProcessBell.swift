import Threading

/// Rings everybody in the process who waits for one kind of row. It is only a hint, so it need not know which database was
/// written: who is woken for nothing makes one empty query, and who is not woken looks by itself within a second.
final class ProcessBell: Sendable {
    /// Rows for the relay.
    static let outbox = ProcessBell()
    /// Comparisons that are to begin, and rows that are to be published once more.
    static let reconciliation = ProcessBell()
    /// Timers.
    static let timers = ProcessBell()
    /// Replay runs.
    static let replays = ProcessBell()

    private let listeners = Locked<[ObjectIdentifier: Doorbell]>([:])

    func add(_ bell: Doorbell) { self.listeners.withLock { $0[ObjectIdentifier(bell)] = bell } }
    func remove(_ bell: Doorbell) { self.listeners.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(bell)) } }
    func ring() { for bell in self.listeners.withLock({ Array($0.values) }) { bell.ring() } }
}
