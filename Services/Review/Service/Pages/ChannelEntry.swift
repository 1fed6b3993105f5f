import Contracts

/// One line about a channel of the notice: how far it came, and whether that counts as told.
struct ChannelEntry {
    let text: String

    init(_ outcome: ChannelOutcome) { self.text = "\(Self.name(outcome.channel)): \(Self.words(outcome))" }

    private static func name(_ channel: ServiceStandard.Channel) -> String {
        switch channel {
        case .email: "E-mail"
        case .whatsapp: "WhatsApp"
        case .portal: "Kotak masuk di Layak"
        }
    }

    private static func words(_ outcome: ChannelOutcome) -> String {
        switch (outcome.channel, outcome.state) {
        case (.portal, .handedOver): "tersedia"
        case (_, .handedOver): "diserahkan"
        case (_, .waiting): "menunggu dikirim"
        case (_, .failed): "ditolak, tidak sampai kepada pemohon"
        case (_, .inDoubt): "belum pasti sampai, tidak dikirim ulang"
        case (_, .open): "belum terhubung, belum dihitung sebagai pemberitahuan"
        }
    }
}
