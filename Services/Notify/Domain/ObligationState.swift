public import Contracts

/// How far an obligation has come.
public enum ObligationState: String, Hashable, Sendable, Codable, CaseIterable {
    /// To be sent, now or later.
    case waiting
    /// An attempt is on its way.
    case sending
    /// Taken by the provider.
    case handedOver = "handed-over"
    /// Refused for good, or never taken within the time for trying.
    case failed
    /// The provider may have taken it; never repeated without a person's decision.
    case inDoubt = "in-doubt"
    /// The channel is not connected.
    case open

    /// The same for other services, which need not know of attempts.
    public var published: ChannelState {
        switch self {
        case .waiting, .sending: .waiting
        case .handedOver: .handedOver
        case .failed: .failed
        case .inDoubt: .inDoubt
        case .open: .open
        }
    }

    /// In plain Indonesian, for applicant and operator.
    public var words: String {
        switch self {
        case .waiting: "Menunggu dikirim"
        case .sending: "Sedang dikirim"
        case .handedOver: "Terkirim"
        case .failed: "Gagal dikirim"
        case .inDoubt: "Belum pasti terkirim"
        case .open: "Belum terhubung"
        }
    }
}
