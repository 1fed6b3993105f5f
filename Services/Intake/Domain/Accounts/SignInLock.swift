public import Foundation

/// When sign-in is refused because of failures before: per account and per network address.
public struct SignInLock: Hashable, Sendable {
    /// Failures in a row that are still allowed.
    public let allowed: Int
    /// How long the lock holds, and after which quiet time failures are forgotten.
    public let period: TimeInterval

    /// Five failures for one account, then a quarter of an hour.
    public static let account = SignInLock(allowed: 5, period: 15 * 60)
    /// Thirty failures from one network address: an office shares one.
    public static let address = SignInLock(allowed: 30, period: 15 * 60)

    /// What the table knows of a key.
    public struct Failures: Hashable, Sendable {
        /// Since the last success or quiet time.
        public var count: Int
        /// The last one.
        public var last: Date
        /// What the table knows.
        public init(count: Int, last: Date) {
            self.count = count
            self.last = last
        }
    }

    /// Seconds until another try is allowed; `nil` when it is allowed now.
    public func wait(_ failures: Failures?, now: Date) -> Int? {
        guard let failures, failures.count >= self.allowed else { return nil }
        let left = failures.last.addingTimeInterval(self.period).timeIntervalSince(now)
        return left > 0 ? max(1, Int(left.rounded(.up))) : nil
    }

    /// The failures after one more.
    public func counting(_ failures: Failures?, now: Date) -> Failures {
        guard let failures, now.timeIntervalSince(failures.last) < self.period else {
            return Failures(count: 1, last: now)
        }
        return Failures(count: failures.count + 1, last: now)
    }
}
