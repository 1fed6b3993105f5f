public import Foundation

/// How a session stands.
public enum SessionState: Sendable, Hashable {
    /// Trying, `attempts` times in vain since the last success; `lastError` is safe to show.
    case connecting(attempts: Int, lastError: String?)
    /// Ready since then; a consumer session is subscribed.
    case connected(since: Date)
    /// Connected, but the broker takes nothing now (memory or disk alarm).
    case blocked(reason: String)
    /// `run()` has ended or has not begun.
    case stopped

    /// Whether it is ready for work now.
    public var isConnected: Bool { if case .connected = self { true } else { false } }
}
