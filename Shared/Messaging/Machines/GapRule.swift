public import Foundation

/// When a subject whose next message is missing is asked for.
public enum GapRule {
    /// What is missing of one subject.
    public struct Gap: Hashable, Sendable {
        /// The stream.
        public var stream: String
        /// The subject.
        public var subject: String
        /// The first that is missing.
        public var from: Int64
        /// The last that is missing: the one before the first that is here.
        public var to: Int64
        /// Since when the first that is here has waited.
        public var since: Date

        /// A gap with everything said.
        public init(stream: String, subject: String, from: Int64, to: Int64, since: Date) {
            self.stream = stream
            self.subject = subject
            self.from = from
            self.to = to
            self.since = since
        }
    }

    /// How long an early message waits before what is missing is asked for, and between two times of asking.
    public static let patience: Duration = .seconds(30)

    /// The gaps that are asked for now: open for longer than `patience`, and not asked for within it.
    ///
    /// - Parameter asked: when each was asked for last.
    public static func due(
        _ gaps: [Gap], asked: [Gap: Date], at now: Date, patience: Duration = GapRule.patience
    ) -> [Gap] {
        gaps.filter { gap in
            let last = max(gap.since, asked[gap] ?? gap.since)
            return now.timeIntervalSince(last) >= patience / .seconds(1)
        }
    }
}
