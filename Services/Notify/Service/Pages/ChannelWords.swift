import Contracts
import NotifyDomain
import Web

/// Channels and their states in plain Indonesian.
enum ChannelWords {
    static func name(of channel: ServiceStandard.Channel) -> String {
        switch channel {
        case .email: "E-mail"
        case .whatsapp: "WhatsApp"
        case .portal: "Kotak masuk"
        }
    }

    /// - Parameter isReachable: whether the person has proven an address.
    static func badge(_ channel: ServiceStandard.Channel, _ state: ObligationState, isReachable: Bool) -> StatusBadge {
        let words =
            switch (channel, state) {
            case (.whatsapp, .open): "WhatsApp belum terhubung"
            case (.portal, .handedOver): "Tersedia di sini"
            case (.email, .waiting) where !isReachable: "Menunggu konfirmasi alamat"
            default: state.words
            }
        return StatusBadge(words, self.tone(of: state))
    }

    static func tone(of state: ObligationState) -> StatusBadge.Tone {
        switch state {
        case .waiting, .sending: .active
        case .handedOver: .positive
        case .failed: .negative
        case .inDoubt: .attention
        case .open: .neutral
        }
    }
}
