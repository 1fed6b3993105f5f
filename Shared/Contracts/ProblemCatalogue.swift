/// Every kind of problem that any service answers with, explained: what the `type` of a problem leads to.
public enum ProblemCatalogue {
    /// One kind.
    public struct Entry: Hashable, Sendable {
        /// The name for programs, as in ``Problem/code``.
        public let code: String
        /// What happened, in a short Indonesian sentence.
        public let title: String
        /// When it happens and what to do, in Indonesian.
        public let explanation: String
    }

    /// The kind with this code.
    public static func entry(_ code: String) -> Entry? { self.all.first { $0.code == code } }

    /// All of them.
    public static let all: [Entry] = general + signIn + submission + review + after

    private static let general: [Entry] = [
        Entry(
            code: "isian-tidak-sah", title: "Isian belum dapat diterima",
            explanation:
                "Ada bagian yang wajib tetapi kosong, atau isinya tidak sesuai dengan yang diminta. Setiap bagian disebut beserta cara memperbaikinya. Perbaiki semuanya, lalu kirim lagi."
        ),
        Entry(
            code: "tidak-terbaca", title: "Kiriman tidak dapat dibaca",
            explanation:
                "Isi kiriman tidak sesuai dengan jenis yang disebut, misalnya JSON yang terpotong. Periksa program pengirim, lalu kirim lagi."
        ),
        Entry(
            code: "tidak-ditemukan", title: "Tidak ditemukan",
            explanation:
                "Yang Anda cari tidak ada, atau bukan milik Anda. Periksa alamat atau nomornya, dan pastikan Anda masuk dengan akun yang benar."
        ),
        Entry(
            code: "tidak-berwenang", title: "Anda tidak berwenang",
            explanation:
                "Anda sudah masuk, tetapi tindakan ini bukan untuk peran atau unit Anda. Hubungi atasan atau operator bila seharusnya Anda berwenang."
        ),
        Entry(
            code: "cara-tidak-didukung", title: "Cara ini tidak didukung",
            explanation:
                "Alamatnya benar, tetapi tidak menerima cara permintaan ini. Jawaban menyebut cara yang diterima."),
        Entry(
            code: "terlalu-besar", title: "Kiriman terlalu besar",
            explanation: "Kiriman melebihi batas yang disebut pada jawaban. Perkecil atau bagi isinya, lalu kirim lagi."
        ),
        Entry(
            code: "formulir-kedaluwarsa", title: "Formulir sudah tidak berlaku",
            explanation:
                "Formulir dibuka terlalu lama, atau dikirim dari tempat lain. Tidak ada yang tersimpan. Buka kembali halaman formulir, lalu kirim lagi."
        ),
        Entry(
            code: "terlalu-sering", title: "Terlalu sering",
            explanation:
                "Terlalu banyak kiriman dalam waktu singkat. Tunggu selama waktu yang disebut pada jawaban, lalu coba lagi."
        ),
        Entry(
            code: "perintah-tidak-dikenal", title: "Perintah tidak dikenal",
            explanation:
                "Nama atau versi perintah yang dikirim suatu program tidak dikenal layanan penerimanya. Jawaban menyebut perintah yang dikenal."
        ),
        Entry(
            code: "sementara-tidak-tersedia", title: "Layanan sedang tidak tersedia",
            explanation:
                "Layanan sedang tidak dapat menerima apa pun, dan tidak ada yang tersimpan. Coba lagi sesaat lagi."
        ),
        Entry(
            code: "hasil-belum-pasti", title: "Hasilnya belum pasti",
            explanation:
                "Sambungan terputus tepat saat menyimpan, sehingga belum diketahui apakah perubahan tersimpan. Muat ulang halaman dan periksa sebelum mengirim lagi; program cukup mengirim ulang dengan kunci yang sama."
        ),
        Entry(
            code: "terlalu-lama", title: "Permintaan belum selesai",
            explanation:
                "Layanan sedang lambat dan permintaan belum selesai pada waktunya. Muat ulang halaman untuk melihat apakah perubahan tersimpan sebelum mengirim lagi."
        ),
        Entry(
            code: "kesalahan-sistem", title: "Terjadi kesalahan pada sistem",
            explanation:
                "Ini kesalahan di pihak kami. Tidak ada yang tersimpan setengah jalan. Ulangi; bila tetap terjadi, hubungi petugas dan sebutkan kode jejak pada halaman."
        ),
    ]

    private static let signIn: [Entry] = [
        Entry(
            code: "belum-masuk", title: "Anda belum masuk",
            explanation:
                "Halaman atau tindakan ini hanya untuk pengguna yang sudah masuk. Masuk ke akun Anda, lalu ulangi. Program meminta token baru, karena token berlaku sepuluh menit."
        ),
        Entry(
            code: "gagal-masuk", title: "Tidak dapat masuk",
            explanation: "Alamat e-mail atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."),
        Entry(
            code: "terlalu-sering-gagal", title: "Untuk sementara Anda tidak dapat masuk",
            explanation:
                "Terlalu banyak percobaan masuk yang gagal. Tunggu selama waktu yang disebut pada jawaban, lalu coba lagi."
        ),
    ]

    private static let submission: [Entry] = [
        Entry(
            code: "bukan-giliran-anda", title: "Pengajuan sedang ditangani BPS",
            explanation:
                "Isian pengajuan hanya dapat diubah atau dikirim lagi saat petugas meminta perbaikan. Lihat riwayat pada halaman pengajuan untuk mengetahui tahapnya."
        ),
        Entry(
            code: "versi-formulir-lain", title: "Pengajuan ini memakai versi formulir yang lain",
            explanation:
                "Satu pengajuan memakai versi formulir yang sama dari kiriman pertama sampai selesai. Kirim perbaikan dalam versi itu; pengajuan baru memakai versi yang terbaru."
        ),
        Entry(
            code: "terlalu-banyak-draf", title: "Anda memiliki terlalu banyak draf",
            explanation: "Satu akun menyimpan paling banyak 50 draf. Hapus draf yang tidak dipakai, lalu coba lagi."),
        Entry(
            code: "terlalu-banyak-lampiran", title: "Lampiran sudah penuh",
            explanation:
                "Satu pengajuan memuat paling banyak 20 berkas. Hapus berkas yang tidak diperlukan, lalu unggah lagi."
        ),
    ]

    private static let review: [Entry] = [
        Entry(
            code: "versi-usang", title: "Perkara sudah berubah",
            explanation:
                "Orang lain mengubah perkara setelah Anda membukanya. Jawaban menyebut siapa dan perubahan apa. Muat ulang perkara, lalu putuskan apakah langkah Anda masih perlu."
        ),
        Entry(
            code: "langkah-tidak-berlaku", title: "Langkah ini tidak berlaku sekarang",
            explanation:
                "Tahap perkara tidak memungkinkan langkah ini. Muat ulang perkara untuk melihat langkah yang tersedia."
        ),
        Entry(
            code: "belum-diambil", title: "Perkara belum diambil",
            explanation: "Langkah ini hanya untuk petugas yang memegang perkara. Ambil perkaranya dahulu, lalu ulangi."),
        Entry(
            code: "dipegang-petugas-lain", title: "Perkara dipegang petugas lain",
            explanation:
                "Petugas lain sedang menangani perkara ini. Mintalah yang bersangkutan mengembalikannya dahulu."),
        Entry(
            code: "kalender-belum-mencakup", title: "Kalender kerja belum mencakup tenggat",
            explanation:
                "Tenggat tidak dapat dihitung karena kalender hari libur yang dimuat berakhir lebih awal. Mintalah operator memuat kalender terbaru."
        ),
        Entry(
            code: "pendapat-kedua-belum-ada", title: "Pendapat kedua belum ada",
            explanation:
                "Evaluasi baru dapat ditutup setelah orang lain daripada pemeriksa memberi pendapat. Mintalah penilai memberi pendapat."
        ),
        Entry(
            code: "empat-mata", title: "Penyusun tidak boleh mengesahkan",
            explanation:
                "Surat disahkan oleh orang lain daripada penyusun dan penyunting terakhirnya. Serahkan pengesahan kepada pejabat lain yang berwenang."
        ),
    ]

    private static let after: [Entry] = [
        Entry(
            code: "tidak-perlu-keputusan", title: "Pesan ini tidak menunggu keputusan",
            explanation:
                "Keadaan pesan sudah berubah, misalnya karena operator lain telah memutuskannya. Muat ulang daftar pesan."
        ),
        Entry(
            code: "tidak-terparkir", title: "Pesan ini tidak lagi menunggu",
            explanation:
                "Pesan yang disisihkan itu sudah dijalankan ulang, sudah dibuang, atau termasuk dalam proses jalan ulang yang belum selesai. Lihat riwayat pesan; bila masih ada proses yang memuatnya, tunggu sampai selesai atau batalkan prosesnya dahulu."
        ),
        Entry(
            code: "tidak-ada-yang-dijalankan", title: "Tidak ada pesan yang dapat dijalankan ulang",
            explanation:
                "Tidak ada pesan yang cocok dengan pilihan Anda, atau semua yang cocok tidak dapat dijalankan ulang: perintah (pengirimnya sudah diberi tahu), dan pesan yang sudah dijalankan, dibuang, atau termasuk dalam proses lain. Lihat daftar pesan yang disisihkan, lalu ubah pilihannya."
        ),
        Entry(
            code: "keadaan-lain", title: "Keadaan proses ini tidak mengizinkannya",
            explanation:
                "Proses jalan ulang hanya dapat dijeda selagi berjalan, dan hanya dapat dilanjutkan atau dibatalkan selagi dijeda atau terhenti. Jawaban menyebut keadaannya sekarang. Lihat lagi prosesnya, lalu putuskan."
        ),
        Entry(
            code: "tautan-tidak-berlaku", title: "Tautan penilaian tidak berlaku",
            explanation:
                "Tautan terpotong atau salah ketik. Buka tautan dari e-mail pemberitahuan surat Anda, secara utuh."
        ),
        Entry(
            code: "penilaian-belum-dibuka", title: "Penilaian belum dibuka",
            explanation: "Penilaian dibuka setelah surat sampai kepada pemohon. Coba lagi beberapa saat lagi."),
        Entry(
            code: "penilaian-ditutup", title: "Penilaian sudah ditutup",
            explanation:
                "Penilaian dapat diberikan sampai 14 hari setelah surat terkirim, dan diubah sampai 7 hari setelah penilaian pertama. Untuk masukan lain, gunakan halaman pengaduan."
        ),
        Entry(
            code: "kunci-sudah-dipakai", title: "Kunci kiriman sudah dipakai",
            explanation:
                "Program pengirim memakai kunci yang pernah dipakai untuk pengaduan lain. Pakai kunci baru untuk setiap pengaduan."
        ),
    ]
}
