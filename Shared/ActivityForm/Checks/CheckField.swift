/// Where a field that the rules speak of stands: the rules name the fields of the present national system, our form is
/// MS-Keg by numbers.
///
/// Sources: rule fields from `check-rules.json`; numbers from facts §3.2. Where a place stands in the national record is
/// known by the import's own table (``RecordMap``), which says what of it is inferred: a record that writes such a key
/// otherwise has "no such field", and its rules are not evaluable.
public struct CheckField: Hashable, Sendable {
    /// The field's name in the rules: `penanggung_jawab_teknis`.
    public let rule: String
    /// The place in the form: `2.2/telepon`; a column of rows without the row's index: `3.4/definisi`.
    public let form: String
    /// The places in the national record where it may stand, the usual one first: the first one that exists counts.
    public let record: [String]

    /// The one fact that is no answer: it comes in as ``CheckContext``.
    public static let submission = "tanggal_pengajuan"

    init(_ rule: String, _ form: String) {
        self.rule = rule
        self.form = form
        self.record = RecordPlaces.of(form)
    }

    /// The whole table, in the order of the form.
    public static let table: [CheckField] = [
        CheckField("nama_kegiatan", "judul"),
        CheckField("tahun_kegiatan", "tahun"),
        CheckField("cara_pengumpulan", "cara"),
        CheckField("instansi_penyelenggara", "1.1"),
        CheckField("alamat_instansi_penyelenggara", "1.2/alamat"),
        CheckField("alamat_instansi_penyelenggara", "1.2/telepon"),
        CheckField("alamat_instansi_penyelenggara", "1.2/faksimile"),
        CheckField("alamat_instansi_penyelenggara", "1.2/email"),
        CheckField("unit_penanggung_jawab", "2.1/eselon1"),
        CheckField("unit_penanggung_jawab", "2.1/eselon2"),
        CheckField("penanggung_jawab_teknis", "2.2/nama"),
        CheckField("penanggung_jawab_teknis", "2.2/jabatan"),
        CheckField("penanggung_jawab_teknis", "2.2/alamat"),
        CheckField("penanggung_jawab_teknis", "2.2/telepon"),
        CheckField("penanggung_jawab_teknis", "2.2/email"),
        CheckField("jadwal.perencanaan", "3.3/perencanaan"),
        CheckField("jadwal.desain", "3.3/desain"),
        CheckField("jadwal.pengumpulan_data", "3.3/pengumpulan"),
        CheckField("jadwal.pengolahan_data", "3.3/pengolahan"),
        CheckField("jadwal.analisis", "3.3/analisis"),
        CheckField("jadwal.penyajian", "3.3/diseminasi"),
        CheckField("jadwal.evaluasi", "3.3/evaluasi"),
        CheckField("variabel[].nama", "3.4/nama"),
        CheckField("variabel[].definisi", "3.4/definisi"),
        CheckField("variabel[].referensi_waktu", "3.4/referensi_waktu"),
        CheckField("perulangan", "4.1"),
        CheckField("frekuensi", "4.2"),
        CheckField("tipe_pengumpulan", "4.3"),
        CheckField("cakupan_wilayah", "4.4"),
        CheckField("daftar_wilayah", "4.5"),
        CheckField("metode_pengumpulan", "4.6"),
        CheckField("metode_pengumpulan", "4.6.lainnya"),
        CheckField("sarana_pengumpulan", "4.7"),
        CheckField("rancangan_sampel", "5.1"),
        CheckField("metode_sampel", "5.2"),
        CheckField("metode_sampel", "5.3"),
        CheckField("kerangka_sampel", "5.4"),
        CheckField("fraksi_sampel", "5.5"),
        CheckField("sampling_error", "5.6"),
        CheckField("unit_sampel", "5.7"),
        CheckField("unit_observasi", "5.8"),
        CheckField("uji_coba", "6.1"),
        CheckField("pemeriksaan_kualitas", "6.2"),
        CheckField("pendidikan_petugas", "6.5"),
        CheckField("jumlah_supervisor", "6.6/supervisor"),
        CheckField("jumlah_enumerator", "6.6/enumerator"),
        CheckField("pelatihan", "6.7"),
        CheckField("tahapan_pengolahan", "7.1/editing"),
        CheckField("tahapan_pengolahan", "7.1/coding"),
        CheckField("tahapan_pengolahan", "7.1/data_entry"),
        CheckField("tahapan_pengolahan", "7.1/validasi"),
        CheckField("metode_analisis", "7.2"),
        CheckField("unit_analisis", "7.3"),
        CheckField("ketersediaan_produk", "8.1/tercetak"),
        CheckField("ketersediaan_produk", "8.1/digital"),
        CheckField("ketersediaan_produk", "8.1/mikrodata"),
    ]

    /// The rows of the table that a field of the rules stands for; empty when it is not known.
    ///
    /// `jadwal` is the whole schedule, `blok_v` the whole of block V; ``submission`` is a row of its own without a place.
    public static func of(rule field: String) -> [CheckField] {
        self.byRule[field] ?? []
    }

    private static let byRule: [String: [CheckField]] = {
        var rows = Dictionary(grouping: Self.table, by: \.rule)
        rows["jadwal"] = Self.table.filter { $0.rule.hasPrefix("jadwal.") }
        rows["blok_v"] = Self.table.filter { $0.form.hasPrefix("5.") }
        rows[Self.submission] = [CheckField(Self.submission, Self.submission)]
        return rows
    }()
}
