import Contracts

/// What Intake refuses about cases and drafts, in words.
enum CaseProblem {
    static let notFound = Problem.notFound("Permohonan")
    static let notYourTurn = Problem.conflict(
        "bukan-giliran-anda", "Permohonan sedang ditangani BPS",
        detail: "Isian hanya dapat diubah saat petugas meminta perbaikan. Lihat riwayat pada halaman permohonan.")
    static let tooManyDrafts = Problem.conflict(
        "terlalu-banyak-draf", "Anda memiliki terlalu banyak draf",
        detail: "Paling banyak 50 draf. Hapus draf yang tidak dipakai, lalu coba lagi.")
    static let tooManyFiles = Problem.conflict(
        "terlalu-banyak-lampiran", "Lampiran sudah penuh", detail: "Paling banyak 20 berkas untuk satu permohonan.")
}
