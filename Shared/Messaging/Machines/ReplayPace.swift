/// Decides how a replay run goes on: one message first, then five, then twenty, each step only when all before it have
/// ended well; then as many as the rate allows. The first new failure stops it.
public struct ReplayPace: Hashable, Sendable {
    /// How a run stands.
    public struct Standing: Hashable, Sendable {
        /// Messages of the run that have not been released.
        public var waiting: Int
        /// Released, and nothing known of them yet.
        public var outstanding: Int
        /// Released, failed at least once, and not at their end.
        public var failing: Int
        /// Released since the run was begun or resumed, however they ended.
        public var releasedSinceStart: Int
        /// Whether a message has failed that had not failed before in this run.
        public var hasNewFailure: Bool
        /// Since the last release; `nil` before the first.
        public var sinceRelease: Duration?

        /// A standing with everything said.
        public init(
            waiting: Int, outstanding: Int, failing: Int = 0, releasedSinceStart: Int, hasNewFailure: Bool = false,
            sinceRelease: Duration?
        ) {
            self.waiting = waiting
            self.outstanding = outstanding
            self.failing = failing
            self.releasedSinceStart = releasedSinceStart
            self.hasNewFailure = hasNewFailure
            self.sinceRelease = sinceRelease
        }
    }

    /// What is to be done now.
    public enum Step: Hashable, Sendable {
        /// Let so many run.
        case release(Int)
        /// Look again later.
        case wait
        /// Release nothing more until an operator resumes it.
        case stop
        /// Everything has ended.
        case finish
    }

    /// Messages released per second at most.
    public let perSecond: Double
    /// After so many since the start the next may follow only when these have ended.
    private static let ramp = [1, 6, 26]

    /// A pace; a rate below one in a hundred seconds counts as that.
    public init(perSecond: Double) { self.perSecond = max(0.01, perSecond) }

    /// The next step.
    public func next(_ standing: Standing) -> Step {
        if standing.hasNewFailure { return .stop }
        guard standing.waiting > 0 else {
            return standing.outstanding + standing.failing == 0 ? .finish : .wait
        }
        let ended = standing.releasedSinceStart - standing.outstanding
        let room: Int
        if let step = Self.ramp.first(where: { ended < $0 }) {
            room = step - standing.releasedSinceStart
        } else {
            // Enough on their way that the rate is reached, although what has ended is seen only now and then.
            room = max(20, Int(self.perSecond * 2)) - standing.outstanding
        }
        // What was not released in time is not made up for.
        let credit = standing.sinceRelease.map { Int(self.perSecond * min($0 / .seconds(1), self.longestCredit)) } ?? 1
        let count = min(room, credit, standing.waiting)
        return count > 0 ? .release(count) : .wait
    }

    private var longestCredit: Double { max(1, 1 / self.perSecond) }
}
