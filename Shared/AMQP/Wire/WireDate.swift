import Foundation

/// Whole seconds since 1970, as AMQP's timestamps are; what lies outside is brought to the nearest end.
func wireSeconds(_ date: Date) -> UInt64 {
    UInt64(min(max(date.timeIntervalSince1970.rounded(.down), 0), 253_402_300_799))
}

/// The moment of a received timestamp; `nil` after the year 9999, which no honest sender means.
func date(wireSeconds seconds: UInt64) -> Date? {
    seconds <= 253_402_300_799 ? Date(timeIntervalSince1970: Double(seconds)) : nil
}
