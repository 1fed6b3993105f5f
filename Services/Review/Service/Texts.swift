/// The words that pages of Review show after a step.
enum ReviewTexts {
    static let indonesian: [String: String] = [
        "pesan.diambil": "Perkara Anda ambil.",
        "pesan.dilepas": "Perkara kembali ke daftar kerja.",
        "pesan.dikembalikan": "Perkara dikembalikan kepada pemohon untuk dilengkapi.",
        "pesan.lengkap": "Berkas dinyatakan lengkap dan jelas. Tenggat mulai berjalan.",
        "pesan.diperiksa": "Hasil pemeriksaan tersimpan.",
        "pesan.evaluasi": "Evaluasi tim dibuka.",
        "pesan.pendapat": "Pendapat Anda tersimpan.",
        "pesan.dievaluasi": "Evaluasi tim ditutup.",
        "pesan.naskah": "Naskah surat tersimpan dan menunggu pengesahan.",
        "pesan.disahkan": "Surat disahkan, ditandatangani, dan terbit.",
    ]
}
