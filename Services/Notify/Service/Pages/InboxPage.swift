import Contracts
import Foundation
import NotifyDomain
import Web

/// What the template `inbox` shows.
struct InboxPage {
    let items: [Item]
    let empty: EmptyState?
    let pagination: Pagination?

    struct Item {
        let subject: String
        let when: String
        let machineTime: String
        let blocks: [Block]
        let channels: [Channel]
    }

    struct Block {
        let lines: [String]
        let entries: [String]
        let hasEntries: Bool
        let link: PageLink?
    }

    struct Channel {
        let name: String
        let status: StatusBadge
        let explanation: String?
    }

    init(_ items: [InboxItem], page: Int, size: Int, total: Int, words: NoticeWords) throws {
        self.items = try items.map { try Item($0, words: words) }
        self.empty =
            items.isEmpty
            ? EmptyState(
                "Belum ada pemberitahuan",
                "Setiap langkah pengajuan Anda diberitahukan di sini dan lewat e-mail.",
                action: PageLink("Lihat pengajuan saya", "/pengajuan")) : nil
        self.pagination = Pagination(page: page, size: size, total: total) { "/kotak-masuk?halaman=\($0)" }
    }
}

extension InboxPage.Item {
    init(_ item: InboxItem, words: NoticeWords) throws {
        let rendered = try words.render(
            item.notice, standard: item.standard, channel: .portal, version: item.templateVersion, recipient: nil)
        self.subject = rendered.subject
        self.when = IndonesianDate.text(item.notice.occurredAt, in: item.standard.zone)
        self.machineTime = IndonesianDate.machine(item.notice.occurredAt, in: item.standard.zone)
        self.blocks = rendered.blocks.map(InboxPage.Block.init)
        self.channels = item.channels.map { InboxPage.Channel($0.channel, $0.state, isReachable: item.isReachable) }
    }
}

extension InboxPage.Block {
    init(_ block: RenderedNotice.Block) {
        switch block {
        case .paragraph(let words):
            self.lines = words.split(separator: "\n").map(String.init)
            self.entries = []
            self.link = nil
        case .list(let entries):
            self.lines = []
            self.entries = entries
            self.link = nil
        case .link(let words, let target):
            self.lines = []
            self.entries = []
            self.link = PageLink(words, target)
        }
        self.hasEntries = !self.entries.isEmpty
    }
}

extension InboxPage.Channel {
    init(_ channel: ServiceStandard.Channel, _ state: ObligationState, isReachable: Bool) {
        self.name = ChannelWords.name(of: channel)
        self.status = ChannelWords.badge(channel, state, isReachable: isReachable)
        self.explanation =
            switch (channel, state) {
            case (.whatsapp, .open): "Pemberitahuan lewat WhatsApp belum dapat dikirim oleh sistem ini."
            case (.email, .waiting) where !isReachable:
                "Belum diberitahukan lewat e-mail. Konfirmasikan alamat e-mail Anda lewat tautan yang kami kirim; pada halaman Pengajuan saya, tautan dapat dikirim ulang."
            case (.email, .failed): "E-mail tidak dapat disampaikan. Periksa alamat e-mail pada akun Anda."
            case (.email, .inDoubt): "E-mail mungkin sudah sampai; petugas sedang memastikannya."
            default: nil
            }
    }
}
