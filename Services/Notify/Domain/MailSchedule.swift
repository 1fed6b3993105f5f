public import Foundation

/// How long to wait after each attempt that was certainly not taken.
///
/// RFC 5321 §4.5.4.1 asks for at least 30 minutes between later attempts and for four to five days before giving up;
/// here the relay behind us keeps trying for days, and a letter that is not told within a day and a half must be seen
/// by a person.
public struct MailSchedule: Hashable, Sendable {
    /// Seconds, first pause first.
    public let pauses: [TimeInterval]

    /// Takes the pauses as they are.
    public init(pauses: [TimeInterval]) { self.pauses = pauses }

    /// Half a minute, growing to half a day: twelve attempts within 28 hours.
    public static let standard = MailSchedule(
        pauses: [30, 60, 120, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 43_200])

    /// Seconds after the attempt with this number, from 1; `nil` when it was the last.
    public func pause(afterAttempt attempt: Int) -> TimeInterval? {
        self.pauses.indices.contains(attempt - 1) ? self.pauses[attempt - 1] : nil
    }
}
