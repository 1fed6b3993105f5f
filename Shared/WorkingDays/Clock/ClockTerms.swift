public import Contracts

/// What a unit's service standard promises about time: everything that a clock needs besides calendar and moment.
public struct ClockTerms: Hashable, Sendable {
    /// The unit in charge; days off of its region count for it.
    public var unit: UnitCode
    /// The unit's zone: which date a moment has, and when a day's service ends.
    public var zone: TimeZoneName
    /// End of service hours, Monday first, minutes after midnight; `nil` where closed or unknown.
    public var closingMinutes: [Int?]
    /// Length of a whole clock in working days, at least 1.
    public var workingDays: Int
    /// Whether the answered form gets the whole time again, or what is left of it.
    public var afterCorrection: ServiceStandard.AfterCorrection

    /// Terms with everything said.
    public init(
        unit: UnitCode, zone: TimeZoneName, closingMinutes: [Int?], workingDays: Int,
        afterCorrection: ServiceStandard.AfterCorrection
    ) {
        self.unit = unit
        self.zone = zone
        self.closingMinutes = closingMinutes
        self.workingDays = workingDays
        self.afterCorrection = afterCorrection
    }

    /// The terms of a published standard for the unit in charge.
    public init(_ standard: ServiceStandard, at unit: UnitCode) {
        self.init(
            unit: unit, zone: standard.zone, closingMinutes: standard.closingMinutes,
            workingDays: standard.workingDays, afterCorrection: standard.afterCorrection)
    }
}
