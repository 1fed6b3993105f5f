public import Foundation

/// A moment at which something has to be done about one subject.
public struct ArmedTimer: Hashable, Sendable {
    /// What has to be done: `case.complete-after-delivery`.
    public let name: String
    /// About what: the id of a case, a notice …
    public let subject: String
    /// Which step of a ladder; empty for a timer with one.
    public let rung: String
    /// Since when it is due.
    public let dueAt: Date

    /// A timer with everything said.
    public init(name: String, subject: String, rung: String = "", dueAt: Date) {
        self.name = name
        self.subject = subject
        self.rung = rung
        self.dueAt = dueAt
    }
}
