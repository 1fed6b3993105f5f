public import AMQP

/// The broker lacks something that this service was built for. The service does not start; the deploy step declares it.
public struct TopologyDrifted: Error, Sendable, CustomStringConvertible {
    /// What is missing or different.
    public let drifts: [TopologyDrift]

    public var description: String {
        "the broker's topology differs (run layak broker declare): "
            + self.drifts.map(\.description).joined(separator: "; ")
    }
}
