import ActivityForm
import Contracts

extension TimelineFact {
    /// What happened, in a few words.
    public var title: String {
        switch self.kind {
        case .submitted: "Pengajuan dikirim"
        case .resubmitted: "Perbaikan diajukan"
        case .opened: "Pengajuan diterima unit BPS"
        case .returned: "Dikembalikan: berkas belum lengkap"
        case .declaredComplete: "Berkas dinyatakan lengkap dan jelas"
        case .dueMoved: "Tenggat berubah karena kalender kerja berubah"
        case .examined: "Rancangan kegiatan diperiksa"
        case .correctionRequested: "Perbaikan diminta"
        case .evaluationOpened: "Evaluasi tim dimulai"
        case .evaluated: "Evaluasi tim selesai"
        case .letterDrafted: "Naskah surat disusun"
        case .letterIssued: "Surat rekomendasi terbit: layak"
        case .refused: "Surat terbit: tidak layak"
        case .delivered: "Surat dikirim"
        case .rated: "Penilaian Anda diterima"
        case .completed: "Pengajuan selesai"
        }
    }

    /// More about it; `nil` when the title says everything.
    public var detail: String? {
        switch self.kind {
        case .submitted, .opened, .examined, .evaluationOpened, .evaluated, .letterDrafted, .completed: return nil
        case .resubmitted: return self.round.map { "Putaran ke-\($0)." }
        case .returned:
            return self.sentences(
                self.remarks.map { "\($0) catatan untuk Anda." },
                self.day.map { "Lengkapi berkas paling lambat \(IndonesianDate.text($0))." })
        case .declaredComplete:
            return self.day.map { "Hasil pemeriksaan diberitahukan paling lambat \(IndonesianDate.text($0))." }
        case .dueMoved:
            return self.sentences(
                self.day.map { "Hasil pemeriksaan kini diberitahukan paling lambat \(IndonesianDate.text($0))." })
        case .correctionRequested:
            return self.sentences(
                self.remarks.map { "\($0) catatan untuk Anda." },
                self.day.map { "Kirim perbaikan paling lambat \(IndonesianDate.text($0))." })
        case .letterIssued: return self.number.map { "Nomor rekomendasi \($0)." }
        case .refused: return self.number.map { "Nomor surat \($0)." }
        case .delivered: return self.channels.map(Self.words(of:))
        case .rated: return "Terima kasih."
        }
    }

    private func sentences(_ parts: String?...) -> String? {
        let found = parts.compactMap { $0 } + [self.note].compactMap { $0 }
        return found.isEmpty ? nil : found.joined(separator: " ")
    }

    private static func words(of channels: [ChannelOutcome]) -> String {
        channels.map { outcome in
            let channel =
                switch outcome.channel {
                case .email: "E-mail"
                case .whatsapp: "WhatsApp"
                case .portal: "Portal"
                }
            let state =
                switch outcome.state {
                case .waiting: "menunggu"
                case .handedOver: "terkirim"
                case .failed: "gagal"
                case .inDoubt: "belum dapat dipastikan"
                case .open: "belum tersedia"
                }
            return "\(channel): \(state)"
        }.joined(separator: "; ") + "."
    }
}
