import Contracts

/// What Intake refuses about cases and drafts, in words.
enum CaseProblem {
    static let notFound = Problem.notFound("Pengajuan")
    static let notYourTurn = Problem.conflict(
        "bukan-giliran-anda", "Pengajuan sedang ditangani BPS",
        detail: "Isian hanya dapat diubah saat petugas meminta perbaikan. Lihat riwayat pada halaman pengajuan.")
    /// A case is pinned to the version of its form: officers compare its rounds, and answered it in that version.
    static let otherVersion = Problem.conflict(
        "versi-formulir-lain", "Pengajuan ini memakai versi formulir yang lain",
        detail: "Perbaikan dikirim dalam versi formulir yang sama dengan kiriman pertamanya.")
    static let tooManyDrafts = Problem.conflict(
        "terlalu-banyak-draf", "Anda memiliki terlalu banyak draf",
        detail: "Paling banyak 50 draf. Hapus draf yang tidak dipakai, lalu coba lagi.")
    static let tooManyFiles = Problem.conflict(
        "terlalu-banyak-lampiran", "Lampiran sudah penuh", detail: "Paling banyak 20 berkas untuk satu pengajuan.")
}
