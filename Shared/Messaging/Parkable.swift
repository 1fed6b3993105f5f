/// Thrown by a handler that knows that trying again is useless: the message is parked at once.
public struct Parkable: Error, Hashable, Sendable {
    /// Why.
    public let reason: ParkReason

    /// Parks for this reason.
    public init(reason: ParkReason) { self.reason = reason }
    /// Parks for this reason.
    public init(_ reason: ParkReason) { self.reason = reason }
}
