// The blocks of which the real record has nothing: a compilation has no sample, and the sample's heading stands around it.
extension RecordMap {
    static let heading = [
        RecordEntry(
            "cara", "cara_pengumpulan_data", also: ["cara_pengumpulan"], .inferred,
            .word([
                RecordWord(1, "pencacahan_lengkap"), RecordWord(2, "survei"),
                RecordWord(3, "kompilasi_produk_administrasi"),
                RecordWord(4, "cara_lain_sesuai_dengan_perkembangan_ti"),
            ])),
        RecordEntry("sektor", "sektor_kegiatan", .inferred, .word(Self.sectors)),
        RecordEntry(
            "jenis", "jenis_statistik", .inferred,
            .word([
                RecordWord(1, "statistik_dasar"), RecordWord(2, "statistik_sektoral"),
                RecordWord(3, "statistik_khusus"),
            ])),
        RecordEntry("rekomendasi", "apakah_mendapat_rekomendasi", .inferred, .yesNo),
        RecordEntry("identitas", "identitas_rekomendasi", .inferred, .text),
    ]

    private static let sectors = [
        "pertanian_dan_perikanan", "demografi_dan_kependudukan", "pembangunan", "proyeksi_ekonomi",
        "pendidikan_dan_pelatihan", "lingkungan", "keuangan", "globalisasi", "kesehatan", "industri_dan_jasa",
        "teknologi_informasi_dan_komunikasi", "perdagangan_internasional_dan_neraca_perdagangan", "ketenagakerjaan",
        "neraca_nasional", "indikator_ekonomi_bulanan", "produktivitas", "harga_dan_paritas_daya_beli",
        "sektor_publik_perpajakan_dan_regulasi_pasar", "perwilayahan_dan_perkotaan", "ilmu_pengetahuan_dan_hak_paten",
        "perlindungan_sosial_dan_kesejahteraan", "transportasi",
    ].enumerated().map { RecordWord($0.offset + 1, $0.element) }

    static let sampling = [
        RecordEntry(
            "5.1", "jenis_rancangan_sampel", .inferred,
            .word([
                RecordWord(1, "single_stage_atau_phase", also: ["single_stage"]),
                RecordWord(2, "multi_stage_atau_phase", also: ["multi_stage"]),
            ])),
        RecordEntry(
            "5.2", "metode_pemilihan_sampel_tahap_terakhir", also: ["metode_pemilihan_sampel"], .inferred,
            .word([
                RecordWord(1, "sampel_probabilitas", also: ["probabilitas"]),
                RecordWord(2, "sampel_nonprobabilitas", also: ["nonprobabilitas"]),
            ])),
        RecordEntry(
            "5.3", "metode_yang_digunakan", .inferred,
            .word([
                RecordWord(1, "simple_random_sampling"), RecordWord(2, "systematic_random_sampling"),
                RecordWord(3, "stratified_random_sampling"), RecordWord(4, "cluster_sampling"),
                RecordWord(5, "multi_stage_sampling"), RecordWord(6, "quota_sampling"),
                RecordWord(7, "accidental_sampling"), RecordWord(8, "purposive_sampling"),
                RecordWord(9, "snowball_sampling"), RecordWord(10, "saturation_sampling"),
            ])),
        RecordEntry(
            "5.4", "kerangka_sampel_tahap_terakhir", also: ["kerangka_sampel"], .inferred,
            .word([RecordWord(1, "list_frame"), RecordWord(2, "area_frame")])),
        RecordEntry("5.5", "fraksi_sampel_keseluruhan", also: ["fraksi_sampel"], .inferred, .text),
        RecordEntry(
            "5.6", "nilai_perkiraan_sampling_error_variabel_utama", also: ["perkiraan_sampling_error"], .inferred, .text
        ),
        RecordEntry("5.7", "unit_sampel", .inferred, .text),
        RecordEntry("5.8", "unit_observasi", .inferred, .text),
    ]

    static let confirmation = [
        RecordEntry("konfirmasi", "catatan", .inferred, .paragraphs)
    ]
}

extension RecordImport {
    /// Keys that are read and written although the real record has none, with their blocks: `blok_v/unit_sampel`.
    public static let inferredKeys: [String] = RecordMap.blocks.flatMap { block -> [String] in
        func path(_ keys: String...) -> String { ([block.key] + keys).filter { !$0.isEmpty }.joined(separator: "/") }
        return block.entries.flatMap { entry -> [String] in
            switch entry.shape {
            case .beside(let members): members.filter { $0.origin == .inferred }.map { path($0.key) }
            case _ where entry.origin == .inferred: [path(entry.key)]
            case .object(let members), .rows(let members):
                members.filter { $0.origin == .inferred }.map { path(entry.key, $0.key) }
            default: []
            }
        }
    }

    /// Words for options that are read and written although the real record has none, with their questions: `4.1=hanya_sekali`.
    public static let inferredWords: [String] = RecordMap.blocks.flatMap(\.entries).flatMap { entry -> [String] in
        guard case .word(let words) = entry.shape else { return [] }
        return words.filter { $0.origin == .inferred }.map { "\(entry.number)=\($0.word)" }
    }
}
