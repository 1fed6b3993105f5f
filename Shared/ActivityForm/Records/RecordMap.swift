/// The shape of a record of the present national system, as one table for reading and writing.
///
/// Source: `facts.md` §2.4 and §3.3 and the real record; what the record lacks is marked ``RecordOrigin/inferred``.
/// `frekuensi_penyelanggara` and `unit_analsis` are misspelt at the source, and "others" of `unit_analsis` stands under the
/// key of the next question: all three are written as the source writes them.
enum RecordMap {
    /// In the order in which the record has them.
    static let blocks: [RecordBlock] = [
        RecordBlock(key: "", always: true, entries: Self.heading),
        RecordBlock(key: "blok_i", always: true, entries: Self.organiser),
        RecordBlock(key: "blok_ii", always: true, entries: Self.responsible),
        RecordBlock(key: "blok_iii", always: true, entries: Self.plan),
        RecordBlock(key: "blok_iv", always: true, entries: Self.design),
        RecordBlock(key: "blok_v", always: false, entries: Self.sampling),
        RecordBlock(key: "blok_vi", always: true, entries: Self.collection),
        RecordBlock(key: "blok_vii", always: true, entries: Self.processing),
        RecordBlock(key: "blok_viii", always: true, entries: Self.products),
        RecordBlock(key: "blok_x", always: false, entries: Self.confirmation),
    ]

    /// The order of blocks that the record states, for programs that show it.
    static let order = ["0", "1", "5", "2", "3", "4", "6", "7", "8", "9", "10"]

    /// Keys of the record around the form that tell of a past case.
    static let history = [
        "id_trans", "status_pengajuan", "status_rekomendasi", "nomor_rekomendasi", "catatan_pemeriksaan",
        "catatan_rekomendasi", "tgl_pengajuan", "tgl_perbaikan_terakhir", "tgl_pemeriksaan", "tgl_selesai",
        "lama_pemeriksaan",
    ]

    private static let address = [
        RecordMember("alamat"), RecordMember("telepon"), RecordMember("email"), RecordMember("faksimile"),
    ]

    private static let organiser = [
        RecordEntry("1.1", "instansi_penyelenggara", also: ["instansi_penyelanggara"], .sample, .text),
        RecordEntry("1.2", "alamat_instansi_penyelenggara", .sample, .object(Self.address)),
    ]

    private static let responsible = [
        RecordEntry(
            "2.1", "unit_penanggung_jawab", .sample, .object([RecordMember("eselon1"), RecordMember("eselon2")])),
        RecordEntry(
            "2.2", "penanggung_jawab_teknis", .sample,
            .object([RecordMember("nama"), RecordMember("jabatan")] + Self.address)),
    ]

    private static let plan = [
        RecordEntry("3.1", "latar_belakang_kegiatan", .sample, .paragraphs),
        RecordEntry("3.2", "tujuan_kegiatan", .sample, .paragraphs),
        // The record has five stages, the form seven (`facts.md` §3.3): design and evaluation have no counterpart in it.
        RecordEntry(
            "3.3", "rencana_jadwal_kegiatan", .sample,
            .object([
                RecordMember("perencanaan", "perencanaan_kegiatan", shape: .period),
                RecordMember("desain", origin: .inferred, shape: .period),
                RecordMember("pengumpulan", "pengumpulan_data", shape: .period),
                RecordMember("pengolahan", "pengolahan_data", shape: .period),
                RecordMember("analisis", shape: .period),
                RecordMember("diseminasi", "penyajian", also: ["diseminasi_hasil"], shape: .period),
                RecordMember("evaluasi", origin: .inferred, shape: .period),
            ])),
        RecordEntry(
            "3.4", "variabel_yang_dikumpulkan", .sample,
            .rows([
                RecordMember("nama"), RecordMember("konsep", origin: .inferred), RecordMember("definisi"),
                RecordMember("referensi_waktu"),
            ])),
    ]

    private static let design = [
        RecordEntry(
            "4.1", "kegiatan_ini_dilakukan", .sample,
            .word([RecordWord(1, "hanya_sekali", also: ["sekali"]), RecordWord(2, "berulang", .sample)])),
        RecordEntry(
            "4.2", "frekuensi_penyelanggara", also: ["frekuensi_penyelenggara", "frekuensi_penyelenggaraan"], .sample,
            .word([
                RecordWord(1, "harian"), RecordWord(2, "mingguan"), RecordWord(3, "bulanan"),
                RecordWord(4, "triwulanan"), RecordWord(5, "empat_bulanan"), RecordWord(6, "semesteran"),
                RecordWord(7, "tahunan", .sample), RecordWord(8, "lebih_dari_dua_tahunan"),
            ])),
        RecordEntry(
            "4.3", "tipe_pengumpulan_data", .sample,
            .word([
                RecordWord(1, "longitudinal_panel"), RecordWord(2, "longitudinal_cross_sectional"),
                RecordWord(3, "cross_sectional", .sample),
            ])),
        RecordEntry(
            "4.4", "cakupan_wilayah_pengumpulan_data", .sample,
            .word([
                RecordWord(1, "seluruh_wilayah_indonesia", .sample), RecordWord(2, "sebagian_wilayah_indonesia"),
            ])),
        RecordEntry("4.5", "sebagian_cakupan_wilayah_pengumpulan_data", .sample, .regions),
        RecordEntry(
            "4.6", "metode_pengumpulan_data", .sample,
            .ticks(
                [
                    RecordTick(1, "wawancara"), RecordTick(2, "mengisi_kuesioner_sendiri"), RecordTick(4, "pengamatan"),
                    RecordTick(8, "pengumpulan_data_sekunder"), RecordTick(16, "lainnya"),
                ], other: ["metode_pengumpulan_lainnya"])),
        RecordEntry(
            "4.7", "sarana_pengumpulan_data", .sample,
            .ticks(
                [
                    RecordTick(1, "papi"), RecordTick(2, "capi"), RecordTick(4, "cati"), RecordTick(8, "cawi"),
                    RecordTick(16, "mail"), RecordTick(32, "lainnya"),
                ], other: ["sarana_pengumpulan_lainnya"])),
        RecordEntry(
            "4.8", "unit_pengumpulan_data", .inferred,
            .ticks(Self.units, other: ["unit_pengumpulan_data_lainnya"])),
    ]

    private static let units = [
        RecordTick(1, "individu"), RecordTick(2, "rumah_tangga"),
        RecordTick(4, "usaha_dan_perusahaan", also: ["usaha_atau_perusahaan"]), RecordTick(8, "lainnya"),
    ]

    private static let collection = [
        RecordEntry("6.1", "apakah_melakukan_uji_coba", .sample, .yesNo),
        RecordEntry(
            "6.2", "metode_pemeriksaan_kualitas_pengumpulan_data", .sample,
            .ticks(
                [
                    RecordTick(1, "kunjungan_kembali"), RecordTick(2, "supervisi"),
                    RecordTick(4, "task_force", also: ["taskforce"]), RecordTick(8, "lainnya"),
                ], other: ["metode_pemeriksaan_kualitas_pengumpulan_data_lainnya"])),
        RecordEntry("6.3", "apakah_melakukan_penyesuaian_nonrespon", .inferred, .yesNo),
        RecordEntry(
            "6.4", "petugas_pengumpulan_data", .sample,
            .word([
                RecordWord(1, "staf_instansi_penyelenggara", .sample), RecordWord(2, "mitra_atau_tenaga_kontrak"),
                RecordWord(3, "staf_instansi_penyelenggara_dan_mitra_atau_tenaga_kontrak"),
            ])),
        RecordEntry(
            "6.5", "persyaratan_pendidikan_terendah_petugas_pengumpulan_data", .sample,
            .word([
                RecordWord(1, "kurang_dari_atau_sama_dengan_smp"), RecordWord(2, "sma_atau_smk"),
                RecordWord(3, "diploma", also: ["diploma_i_atau_ii_atau_iii"], .sample),
                RecordWord(4, "diploma_iv_atau_s1_atau_s2_atau_s3"),
            ])),
        RecordEntry(
            "6.6", "jumlah_petugas_…", .sample,
            .beside([
                RecordMember("supervisor", "jumlah_petugas_supervisor", shape: .integer),
                RecordMember("enumerator", "jumlah_petugas_enumerator", shape: .integer),
            ])),
        RecordEntry("6.7", "apakah_melakukan_pelatihan_petugas", .sample, .yesNo),
    ]

    private static let processing = [
        RecordEntry(
            "7.1", "tahapan_pengolahan_data", .sample,
            .object(["editing", "coding", "data_entry", "validasi"].map { RecordMember($0, shape: .yesNo) })),
        RecordEntry(
            "7.2", "metode_analisis", .sample,
            .word([
                RecordWord(1, "analisis_deskriptif", also: ["deskriptif"], .sample),
                RecordWord(2, "analisis_inferensia", also: ["inferensia"]),
                RecordWord(3, "analisis_deskriptif_dan_inferensia", also: ["deskriptif_dan_inferensia"]),
            ])),
        RecordEntry(
            "7.3", "unit_analsis", also: ["unit_analisis"], .sample,
            .ticks(
                Self.units,
                other: [
                    "tingkat_penyajian_hasil_analisis_lainnya", "unit_analsis_lainnya", "unit_analisis_lainnya",
                ])),
        RecordEntry(
            "7.4", "tingkat_penyajian_hasil_analisis", .sample,
            .ticks(
                [
                    RecordTick(1, "nasional"), RecordTick(2, "provinsi"), RecordTick(4, "kabupaten_atau_kota"),
                    RecordTick(8, "kecamatan"), RecordTick(16, "lainnya"),
                ], other: ["tingkat_penyajian_hasil_analisis_lainnya"])),
    ]

    private static let products = [
        RecordEntry(
            "8.1", "ketersediaan_produk_…", .sample,
            .beside(
                ["tercetak", "digital", "mikrodata"].map {
                    RecordMember($0, "ketersediaan_produk_\($0)", shape: .yesNo)
                })),
        RecordEntry(
            "8.2", "rencana_jadwal_rilis_produk_…", .inferred,
            .beside(
                ["tercetak", "digital", "mikrodata"].map {
                    RecordMember($0, "rencana_jadwal_rilis_produk_\($0)", origin: .inferred, shape: .date)
                })),
    ]
}
