import Contracts
import Foundation
import NotifyDomain
import Web

/// What the template `message-log` shows.
struct MessageLogPage {
    let figures: [Figure]
    let waiting: String?
    let state: Field
    let channel: Field
    let number: Field
    let rows: [Entry]
    let hasRows: Bool
    let empty: EmptyState?
    let pagination: Pagination?

    struct Figure {
        let value: Int
        let label: String
    }

    struct Entry {
        let changed: String
        let machineTime: String
        let number: String
        let unit: String
        let kind: String
        let channel: String
        let status: StatusBadge
        let address: String?
        let attempts: Int
        let next: String?
        let due: String?
        let tries: [Try]
        let hasTries: Bool
        let decisions: [Decision]
        /// Where a decision is sent; `nil` when there is nothing to decide.
        let decide: String?
        let mayBeTaken: Bool
    }

    struct Decision {
        let what: String
        let who: String
        let decided: String
        let machineTime: String
    }

    struct Try {
        let number: Int
        let started: String
        let verdict: String
        let code: Int?
        let cause: String?
    }

    init(
        _ list: [LoggedObligation], filter: MessageLogFilter, counts: [ObligationState: Int],
        waiting: (standard: Int, contact: Int), links: Int, page: Int, size: Int, total: Int
    ) {
        self.figures = ObligationState.allCases.map { Figure(value: counts[$0] ?? 0, label: $0.words) }
        let sentences = [
            waiting.standard > 0 ? "\(waiting.standard) pemberitahuan menunggu standar pelayanan unitnya." : nil,
            waiting.contact > 0 ? "\(waiting.contact) e-mail menunggu konfirmasi alamat pemohon." : nil,
            links > 0 ? "\(links) tautan sekali pakai tidak atau belum pasti terkirim dalam 24 jam terakhir." : nil,
        ].compactMap { $0 }
        self.waiting = sentences.isEmpty ? nil : sentences.joined(separator: " ")
        self.state = Field(
            "keadaan", "Keadaan",
            control: .select(
                ObligationState.allCases.map { Choice($0.rawValue, $0.words, chosen: $0 == filter.state) }),
            required: false)
        self.channel = Field(
            "saluran", "Saluran",
            control: .select(
                ServiceStandard.Channel.allCases.map {
                    Choice($0.rawValue, ChannelWords.name(of: $0), chosen: $0 == filter.channel)
                }), required: false)
        self.number = Field("nomor", "Nomor pengajuan", value: filter.caseNumber, required: false)
        self.rows = list.map(Entry.init)
        self.hasRows = !list.isEmpty
        self.empty =
            list.isEmpty ? EmptyState("Tidak ada pesan", "Tidak ada pesan yang cocok dengan saringan ini.") : nil
        let query = [
            filter.state.map { "keadaan=\($0.rawValue)" }, filter.channel.map { "saluran=\($0.rawValue)" },
            filter.caseNumber.map { "nomor=\($0)" },
        ].compactMap { $0 }.joined(separator: "&")
        self.pagination = Pagination(page: page, size: size, total: total) {
            "/operator/pesan?\(query.isEmpty ? "" : query + "&")halaman=\($0)"
        }
    }
}

extension MessageLogPage.Entry {
    init(_ obligation: LoggedObligation) {
        self.changed = IndonesianDate.text(obligation.changedAt, in: .wib)
        self.machineTime = IndonesianDate.machine(obligation.changedAt, in: .wib)
        self.number = obligation.caseNumber
        self.unit = obligation.unit
        self.kind = obligation.kind.words
        self.channel = ChannelWords.name(of: obligation.channel)
        self.status = ChannelWords.badge(
            obligation.channel, obligation.state, isReachable: obligation.isReachable)
        self.address = obligation.maskedAddress
        self.attempts = obligation.attempts
        self.next = obligation.nextAttemptAt.map { IndonesianDate.text($0, in: .wib) }
        self.due = obligation.dueAt.map { IndonesianDate.text($0, in: .wib) }
        self.tries = obligation.tries.map { attempt in
            MessageLogPage.Try(
                number: attempt.number, started: IndonesianDate.text(attempt.startedAt, in: .wib),
                verdict: attempt.verdict.flatMap { Self.verdicts[$0] } ?? "Sedang berjalan", code: attempt.code,
                cause: attempt.cause.map { Self.causes[$0] ?? $0 })
        }
        self.hasTries = !obligation.tries.isEmpty
        self.decisions = obligation.decisions.map { decision in
            MessageLogPage.Decision(
                what: decision.decision == .taken ? "sudah diterima pemohon" : "kirim sekali lagi", who: decision.name,
                decided: IndonesianDate.text(decision.decidedAt, in: .wib),
                machineTime: IndonesianDate.machine(decision.decidedAt, in: .wib))
        }
        let isForDecision = obligation.channel == .email && [.inDoubt, .failed].contains(obligation.state)
        self.decide = isForDecision ? "/operator/pesan/\(obligation.id.uuidString.lowercased())/putusan" : nil
        self.mayBeTaken = obligation.state == .inDoubt
    }

    private static let verdicts = [
        "taken": "Diterima server", "not-taken": "Belum diterima", "refused": "Ditolak", "unknown": "Tidak pasti",
    ]
    private static let causes = [
        "refused-for-now": "ditolak untuk sementara", "refused-for-good": "ditolak seterusnya",
        "no-answer": "server tidak menjawab setelah menerima isi",
        "no-outcome": "proses berhenti sebelum mencatat hasil",
        "unreachable": "server tidak terjangkau", "address": "alamat e-mail tidak sah",
        "template": "templat tidak dapat diisi", "misconfigured-certificate": "sertifikat server tidak dipercaya",
        "misconfigured-no-encryption": "server tidak menawarkan STARTTLS",
        "misconfigured-credentials": "nama pengguna atau kata sandi ditolak",
        "misconfigured-address": "alamat server tidak sah",
    ]
}
