public import Foundation

/// A version of a unit's service standard, whole.
public struct StandardPublished: Event, Hashable {
    public static let type: MessageType = "standard.published.v1"

    /// The unit.
    public var unit: BPSUnit
    /// The version.
    public var standard: ServiceStandard
    /// When.
    public var publishedAt: Date

    public var subject: String { self.unit.code.text }

    /// Takes every part as it is.
    public init(unit: BPSUnit, standard: ServiceStandard, publishedAt: Date) {
        self.unit = unit
        self.standard = standard
        self.publishedAt = publishedAt
    }
}
