public import Contracts

/// What a number says.
public struct NumberValues: Hashable, Sendable {
    /// Four digits; a format that prints two can only say 2000…2099.
    public var year: Int
    /// The issuing unit; `nil` where the format does not name it.
    public var unit: UnitCode?
    /// From 1.
    public var running: Int

    /// What a number says.
    public init(year: Int, unit: UnitCode?, running: Int) {
        self.year = year
        self.unit = unit
        self.running = running
    }
}
