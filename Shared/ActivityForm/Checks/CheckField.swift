/// Where a field that the rules speak of stands: the rules name the fields of the present national system, our form is
/// MS-Keg by numbers.
///
/// Sources: rule fields from `check-rules.json`; numbers from facts §3.2; paths of the record from facts §3.3 and the
/// sample record; those of block V, which the sample does not have, from a public checker of such records (facts §2.8),
/// so they are unverified: a record that writes them otherwise has "no such field", and its rules are not evaluable.
public struct CheckField: Hashable, Sendable {
    /// The field's name in the rules: `penanggung_jawab_teknis`.
    public let rule: String
    /// The place in the form: `2.2/telepon`; a column of rows without the row's index: `3.4/definisi`.
    public let form: String
    /// The places in the national record where it may stand, the usual one first: the first one that exists counts.
    public let record: [String]

    /// The one fact that is no answer: it comes in as ``CheckContext``.
    public static let submission = "tanggal_pengajuan"

    init(_ rule: String, _ form: String, _ record: String...) {
        self.rule = rule
        self.form = form
        self.record = record
    }

    /// The whole table, in the order of the form.
    public static let table: [CheckField] = [
        CheckField("nama_kegiatan", "judul", "nama_kegiatan", "judul_kegiatan"),
        CheckField("tahun_kegiatan", "tahun", "tahun_kegiatan"),
        CheckField(
            "cara_pengumpulan", "cara", "form/cara_pengumpulan_data", "form/cara_pengumpulan", "cara_pengumpulan_data",
            "cara_pengumpulan"),
        CheckField(
            "instansi_penyelenggara", "1.1", "form/blok_i/instansi_penyelenggara", "instansi"),
        CheckField(
            "alamat_instansi_penyelenggara", "1.2/alamat", "form/blok_i/alamat_instansi_penyelenggara/alamat"),
        CheckField(
            "alamat_instansi_penyelenggara", "1.2/telepon", "form/blok_i/alamat_instansi_penyelenggara/telepon"),
        CheckField(
            "alamat_instansi_penyelenggara", "1.2/faksimile", "form/blok_i/alamat_instansi_penyelenggara/faksimile"),
        CheckField("alamat_instansi_penyelenggara", "1.2/email", "form/blok_i/alamat_instansi_penyelenggara/email"),
        CheckField("unit_penanggung_jawab", "2.1/eselon1", "form/blok_ii/unit_penanggung_jawab/eselon1"),
        CheckField("unit_penanggung_jawab", "2.1/eselon2", "form/blok_ii/unit_penanggung_jawab/eselon2"),
        CheckField("penanggung_jawab_teknis", "2.2/nama", "form/blok_ii/penanggung_jawab_teknis/nama"),
        CheckField("penanggung_jawab_teknis", "2.2/jabatan", "form/blok_ii/penanggung_jawab_teknis/jabatan"),
        CheckField("penanggung_jawab_teknis", "2.2/alamat", "form/blok_ii/penanggung_jawab_teknis/alamat"),
        CheckField("penanggung_jawab_teknis", "2.2/telepon", "form/blok_ii/penanggung_jawab_teknis/telepon"),
        CheckField("penanggung_jawab_teknis", "2.2/email", "form/blok_ii/penanggung_jawab_teknis/email"),
        CheckField(
            "jadwal.perencanaan", "3.3/perencanaan", "form/blok_iii/rencana_jadwal_kegiatan/perencanaan_kegiatan"),
        // The record has five stages, the form seven: these two it lacks.
        CheckField("jadwal.desain", "3.3/desain"),
        CheckField(
            "jadwal.pengumpulan_data", "3.3/pengumpulan", "form/blok_iii/rencana_jadwal_kegiatan/pengumpulan_data"),
        CheckField("jadwal.pengolahan_data", "3.3/pengolahan", "form/blok_iii/rencana_jadwal_kegiatan/pengolahan_data"),
        CheckField("jadwal.analisis", "3.3/analisis", "form/blok_iii/rencana_jadwal_kegiatan/analisis"),
        CheckField("jadwal.penyajian", "3.3/diseminasi", "form/blok_iii/rencana_jadwal_kegiatan/penyajian"),
        CheckField("jadwal.evaluasi", "3.3/evaluasi"),
        CheckField("variabel[].nama", "3.4/nama", "form/blok_iii/variabel_yang_dikumpulkan/*/nama"),
        CheckField("variabel[].definisi", "3.4/definisi", "form/blok_iii/variabel_yang_dikumpulkan/*/definisi"),
        CheckField(
            "variabel[].referensi_waktu", "3.4/referensi_waktu",
            "form/blok_iii/variabel_yang_dikumpulkan/*/referensi_waktu"),
        CheckField("perulangan", "4.1", "form/blok_iv/kegiatan_ini_dilakukan"),
        // Misspelt at the source.
        CheckField("frekuensi", "4.2", "form/blok_iv/frekuensi_penyelanggara", "form/blok_iv/frekuensi_penyelenggara"),
        CheckField("tipe_pengumpulan", "4.3", "form/blok_iv/tipe_pengumpulan_data"),
        CheckField("cakupan_wilayah", "4.4", "form/blok_iv/cakupan_wilayah_pengumpulan_data"),
        CheckField("daftar_wilayah", "4.5", "form/blok_iv/sebagian_cakupan_wilayah_pengumpulan_data"),
        CheckField("metode_pengumpulan", "4.6", "form/blok_iv/metode_pengumpulan_data"),
        CheckField(
            "metode_pengumpulan", "4.6.lainnya", "form/blok_iv/metode_pengumpulan_data/metode_pengumpulan_lainnya"),
        CheckField("sarana_pengumpulan", "4.7", "form/blok_iv/sarana_pengumpulan_data"),
        CheckField("rancangan_sampel", "5.1", "form/blok_v/jenis_rancangan_sampel"),
        CheckField(
            "metode_sampel", "5.2", "form/blok_v/metode_pemilihan_sampel_tahap_terakhir",
            "form/blok_v/metode_pemilihan_sampel"),
        CheckField(
            "metode_sampel", "5.3", "form/blok_v/metode_yang_digunakan", "form/blok_v/metode_sampel_probabilitas",
            "form/blok_v/metode_probabilitas"),
        CheckField(
            "kerangka_sampel", "5.4", "form/blok_v/kerangka_sampel_tahap_terakhir", "form/blok_v/kerangka_sampel"),
        CheckField("fraksi_sampel", "5.5", "form/blok_v/fraksi_sampel_keseluruhan", "form/blok_v/fraksi_sampel"),
        CheckField(
            "sampling_error", "5.6", "form/blok_v/nilai_perkiraan_sampling_error_variabel_utama",
            "form/blok_v/perkiraan_sampling_error"),
        CheckField("unit_sampel", "5.7", "form/blok_v/unit_sampel"),
        CheckField("unit_observasi", "5.8", "form/blok_v/unit_observasi"),
        CheckField("uji_coba", "6.1", "form/blok_vi/apakah_melakukan_uji_coba"),
        CheckField("pemeriksaan_kualitas", "6.2", "form/blok_vi/metode_pemeriksaan_kualitas_pengumpulan_data"),
        CheckField(
            "pendidikan_petugas", "6.5", "form/blok_vi/persyaratan_pendidikan_terendah_petugas_pengumpulan_data"),
        CheckField("jumlah_supervisor", "6.6/supervisor", "form/blok_vi/jumlah_petugas_supervisor"),
        CheckField("jumlah_enumerator", "6.6/enumerator", "form/blok_vi/jumlah_petugas_enumerator"),
        CheckField("pelatihan", "6.7", "form/blok_vi/apakah_melakukan_pelatihan_petugas"),
        CheckField("tahapan_pengolahan", "7.1/editing", "form/blok_vii/tahapan_pengolahan_data/editing"),
        CheckField("tahapan_pengolahan", "7.1/coding", "form/blok_vii/tahapan_pengolahan_data/coding"),
        CheckField("tahapan_pengolahan", "7.1/data_entry", "form/blok_vii/tahapan_pengolahan_data/data_entry"),
        CheckField("tahapan_pengolahan", "7.1/validasi", "form/blok_vii/tahapan_pengolahan_data/validasi"),
        CheckField("metode_analisis", "7.2", "form/blok_vii/metode_analisis"),
        // Misspelt at the source.
        CheckField("unit_analisis", "7.3", "form/blok_vii/unit_analsis", "form/blok_vii/unit_analisis"),
        CheckField("ketersediaan_produk", "8.1/tercetak", "form/blok_viii/ketersediaan_produk_tercetak"),
        CheckField("ketersediaan_produk", "8.1/digital", "form/blok_viii/ketersediaan_produk_digital"),
        CheckField("ketersediaan_produk", "8.1/mikrodata", "form/blok_viii/ketersediaan_produk_mikrodata"),
    ]

    /// The rows of the table that a field of the rules stands for; empty when it is not known.
    ///
    /// `jadwal` is the whole schedule, `blok_v` the whole of block V; ``submission`` is a row of its own without a place.
    public static func of(rule field: String) -> [CheckField] {
        switch field {
        case "jadwal": self.table.filter { $0.rule.hasPrefix("jadwal.") }
        case "blok_v": self.table.filter { $0.form.hasPrefix("5.") }
        case self.submission: [CheckField(field, field)]
        default: self.table.filter { $0.rule == field }
        }
    }
}
