import Foundation

/// The times by which a publisher compares its outbox with what its consumers have.
public struct ReconciliationRules: Hashable, Sendable {
    /// Between two comparisons of what is new.
    public var interval: Duration = .seconds(300)
    /// When everything that is kept is compared: seconds after midnight, UTC. Two in the morning in Jakarta.
    public var nightly: Int = 19 * 3600
    /// How long an answer may take before the question is asked again; doubles up to `patienceCap`.
    public var patience: Duration = .seconds(30)
    /// The longest wait for an answer.
    public var patienceCap: Duration = .seconds(600)
    /// Between two answers that both must name a message missing: what was in a handler's hands has arrived by then.
    public var settle: Duration = .seconds(15)
    /// The longest wait between two attempts to bring a missing message to its consumer.
    public var mendCap: Duration = .seconds(300)
    /// How soon a consumer that keeps asking gets another comparison of everything.
    public var fullAgain: Duration = .seconds(600)

    /// The times of a service that runs.
    public init() {}

    /// The last time before `now` at which everything was to be compared.
    func night(before now: Date) -> Date {
        let day: TimeInterval = 86_400
        let offset = TimeInterval(self.nightly)
        return Date(timeIntervalSince1970: ((now.timeIntervalSince1970 - offset) / day).rounded(.down) * day + offset)
    }
}
