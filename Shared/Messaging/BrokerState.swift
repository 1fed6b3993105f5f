/// Whether the broker can be used now. A lost broker is degraded service, never a stop: outboxes grow and drain.
public enum BrokerState: Hashable, Sendable {
    /// In use.
    case connected
    /// Not yet or no more; a reconnect is under way.
    case connecting
    /// Connected, but the broker takes nothing in: memory or disk alarm.
    case blocked(reason: String)
}
