public import Contracts

/// Whether a letter counts as delivered.
public enum DeliveryDecision {
    /// The letter is open in the portal, and at least one promised channel outside it has taken the notice; a unit that
    /// promises nothing outside the portal has delivered with the portal.
    ///
    /// A channel that is not connected, failed or is in doubt does not count as told.
    public static func isDelivered(_ channels: [ChannelOutcome]) -> Bool {
        guard channels.contains(where: { $0.channel == .portal && $0.state == .handedOver }) else { return false }
        let outside = channels.filter { $0.channel != .portal }
        return outside.isEmpty || outside.contains { $0.state == .handedOver }
    }
}
