public import Foundation

/// The letter is open in the portal and the notice of it has been handed over.
public struct DeliveryCompleted: Event, Hashable {
    public static let type: MessageType = "delivery.completed.v1"

    /// The case.
    public var caseId: CaseID
    /// The letter.
    public var letterId: LetterID
    /// Every channel that the standard requires, in its present state.
    public var channels: [ChannelOutcome]
    /// When the first promised channel outside the portal took it.
    public var completedAt: Date

    public var subject: String { self.caseId.description }

    /// Takes every part as it is.
    public init(caseId: CaseID, letterId: LetterID, channels: [ChannelOutcome], completedAt: Date) {
        self.caseId = caseId
        self.letterId = letterId
        self.channels = channels
        self.completedAt = completedAt
    }
}

/// How far a notice has come on one channel.
public struct ChannelOutcome: Hashable, Sendable, Codable {
    /// The channel.
    public var channel: ServiceStandard.Channel
    /// How far.
    public var state: ChannelState

    /// Takes every part as it is.
    public init(channel: ServiceStandard.Channel, state: ChannelState) {
        self.channel = channel
        self.state = state
    }
}

/// How far a notice has come on one channel.
public enum ChannelState: String, Hashable, Sendable, Codable {
    /// Waiting to be sent, or to be sent again.
    case waiting
    /// Taken by the provider.
    case handedOver = "handed-over"
    /// Refused for good.
    case failed
    /// The provider never said whether it took it; never repeated blindly.
    case inDoubt = "in-doubt"
    /// The channel is not connected yet; never counted as told.
    case open
}
