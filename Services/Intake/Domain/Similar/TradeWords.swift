/// The trade's own words: what says little, what is short for what, what means the same.
///
/// General vocabulary of government statistics in Indonesia. A word that only the held-out half of the labelled set would
/// profit from was taken out again (`Tests/IntakeTests/Similar`), however common.
enum TradeWords {
    /// Words without meaning of their own.
    static let stop: Set<String> = words(
        "yang dan di ke dari pada untuk dalam dengan oleh bagi atau se per para serta terhadap tentang antar sebagai"
            + " secara akan telah lewat melalui menurut tahun semester triwulan bulan the of and for")

    /// Words of administration that stand in every title; the regions are compared by their codes.
    static let places: Set<String> = words(
        "kabupaten kab kota provinsi prov kecamatan daerah wilayah indonesia nasional pemerintah pemprov pemkab pemkot"
            + " dinas badan")

    /// How it is done, not what about: a compilation may be what another calls a survey.
    static let methods: Set<String> = words(
        "survei data pendataan kompilasi sensus pencacahan inventarisasi pemetaan kajian analisis pengukuran penghitungan"
            + " pemantauan evaluasi profil rekap rekapitulasi verifikasi validasi pemutakhiran indeks tingkat"
            + " penilaian studi riset penelitian statistik kegiatan penyusunan pengumpulan pelaksanaan program pelaporan"
            + " laporan jumlah nama jenis macam identitas karakteristik kondisi nilai rata angka besaran status umum"
            + " potensi kinerja direktori")

    /// Short forms and other spellings, each as it is said in full.
    static let inFull: [String: String] = [
        "survey": "survei", "monitoring": "pemantauan", "database": "data", "cabe": "cabai",
        "jamaah": "jemaah", "obyek": "objek", "analisa": "analisis", "resiko": "risiko", "kwalitas": "kualitas",
        "umkm": "usaha mikro kecil menengah", "ukm": "usaha kecil menengah", "ikm": "industri kecil menengah",
        "pkl": "pedagang kaki lima", "rtlh": "rumah tidak layak huni",
        "krt": "kepala rumah tangga", "art": "anggota rumah tangga", "kk": "kepala keluarga",
        "skm": "kepuasan masyarakat", "skd": "kebutuhan data",
        "skl": "kepuasan layanan", "rsud": "rumah sakit umum daerah", "rs": "rumah sakit",
        "puskesmas": "pusat kesehatan masyarakat puskesmas", "asn": "aparatur sipil negara",
        "pns": "pegawai negeri sipil", "kb": "keluarga berencana", "pus": "pasangan usia subur",
        "jkn": "jaminan kesehatan nasional", "bpjs": "jaminan sosial kesehatan",
        "bumd": "badan usaha milik daerah", "bumdes": "badan usaha milik desa",
        "kpm": "keluarga penerima manfaat", "pkh": "program keluarga harapan",
        "dtks": "data terpadu kesejahteraan sosial", "ppks": "pemerlu pelayanan kesejahteraan sosial",
        "paud": "pendidikan anak usia dini", "tk": "taman kanak", "sd": "sekolah dasar",
        "smp": "sekolah menengah pertama", "sma": "sekolah menengah atas",

        "ipm": "pembangunan manusia", "ntn": "nilai tukar nelayan",
        "khl": "kebutuhan hidup layak", "kur": "kredit usaha rakyat",
        "pmi": "pekerja migran", "pencaker": "pencari kerja", "umk": "usaha mikro kecil",
        "ump": "upah minimum", "laka": "kecelakaan", "lantas": "lalu lintas",
        "spbe": "pemerintahan berbasis elektronik aplikasi", "tik": "teknologi informasi komunikasi",
        "dpmptsp": "penanaman modal pelayanan perizinan", "ptsp": "pelayanan perizinan", "imb": "izin bangunan",
        "pbg": "persetujuan bangunan gedung", "disdukcapil": "kependudukan pencatatan sipil",
        "dispendukcapil": "kependudukan pencatatan sipil", "dukcapil": "kependudukan pencatatan sipil",
        "adminduk": "administrasi kependudukan", "ktp": "kartu penduduk", "diskominfo": "komunikasi informatika",
        "pemilu": "pemilihan umum", "mbg": "makan bergizi gratis",
        "wisman": "wisatawan mancanegara", "wisnus": "wisatawan nusantara",
        "ipk": "persepsi korupsi", "ispu": "pencemar udara", "iklh": "lingkungan hidup",
        "abk": "beban kerja",
        "odgj": "gangguan jiwa", "phbs": "perilaku hidup bersih sehat",
        "stbm": "sanitasi", "ketenagakerjaan": "tenaga kerja",

    ]

    /// Words that mean the same to a statistician; the first stands for all.
    static let same: [[String]] = [
        ["penduduk", "warga", "masyarakat", "orang", "individu"], ["murid", "siswa", "pelajar", "didik"],
        ["sekolah", "pendidikan"], ["upah", "gaji", "penghasilan", "pendapatan", "remunerasi"],
        ["omzet", "penjualan", "peredaran"], ["pekerja", "karyawan", "pegawai", "tenaga"],
        ["umur", "usia"], ["biaya", "tarif", "ongkos"], ["kendaraan", "moda"], ["lama", "durasi", "waktu", "lamanya"],
        ["lahan", "sawah", "tanah"],
        ["ikan", "perikanan", "nelayan"], ["ternak", "peternakan", "sapi"],
        ["tani", "petani", "pertanian"], ["bencana", "tanggap"],
        ["pelanggan", "konsumen", "pengguna", "pemakai"], ["pasien", "pengunjung"],
        ["remaja", "pemuda"], ["rumah", "hunian"], ["harga", "inflasi"],
        ["internet", "jaringan"],
        ["pasar", "perdagangan", "pedagang"], ["pinjaman", "kredit"],
        ["angkutan", "transportasi"], ["keluhan", "pengaduan", "aduan"], ["petugas", "pelaksana"],
        ["kecepatan", "cepat"], ["hasil", "produksi"], ["sarana", "prasarana", "fasilitas"],
        ["toleransi", "kerukunan"],
        ["kasus", "kejadian"], ["sebab", "alasan"],
        ["perlengkapan", "peralatan"], ["stok", "persediaan", "ketersediaan", "pasokan"],
    ]

    /// From each word of ``same`` to the one that stands for it.
    static let standIn: [String: String] = Dictionary(
        same.flatMap { group in group.map { ($0, "=\(group[0])") } }, uniquingKeysWith: { first, _ in first })

    /// From the mark of a stand-in to all words of that meaning.
    static let sameAs: [String: [String]] = Dictionary(
        same.map { ("=\($0[0])", $0) }, uniquingKeysWith: { first, _ in first })

    private static func words(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }
}
