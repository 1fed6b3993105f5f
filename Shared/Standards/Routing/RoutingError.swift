public import Contracts

/// A region of data collection that does not exist.
public struct RoutingError: Error, Hashable, CustomStringConvertible {
    /// The codes that no unit has, in order.
    public let unknown: [UnitCode]

    /// The fault in one line.
    public var description: String { "there is no region \(self.unknown.map(\.text).joined(separator: ", "))" }
}
