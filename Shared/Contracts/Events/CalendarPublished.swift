public import Foundation

/// A version of the working-day calendar, whole.
public struct CalendarPublished: Event, Hashable {
    public static let type: MessageType = "calendar.published.v1"

    /// The version.
    public var calendar: CalendarVersion
    /// When.
    public var publishedAt: Date

    public var subject: String { "nasional" }

    /// Takes every part as it is.
    public init(calendar: CalendarVersion, publishedAt: Date) {
        self.calendar = calendar
        self.publishedAt = publishedAt
    }
}
