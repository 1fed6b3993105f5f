/// One difference between what the broker has to have and what it has.
public struct TopologyDrift: Sendable, Hashable, CustomStringConvertible {
    /// What kind of thing differs.
    public enum Kind: String, Sendable, Hashable {
        /// An exchange.
        case exchange
        /// A queue.
        case queue
    }

    /// What kind of thing differs.
    public let kind: Kind
    /// Its name.
    public let name: String
    /// What the broker says: `missing`, or how it differs.
    public let difference: String

    /// A sentence for the operator.
    public var description: String { "\(self.kind.rawValue) \(self.name): \(self.difference)" }
}
