import ActivityForm
import Contracts
import Testing

@Suite("What the checks take for an abbreviation or a unit")
struct HeuristicTests {
    private func judged(_ id: String, _ path: String, _ text: String) throws -> CheckOutcome? {
        let form = try CheckSamples.form(try CheckSamples.survey(), [path: .string(text)])
        return try FormChecks().findings(on: form).first { $0.rule.id == id }?.outcome
    }

    @Test(
        "Acronyms are found in the name of an institution",
        arguments: [
            "BPS Kabupaten Mempawah", "Dinas Komunikasi dan Informatika (DISKOMINFO)", "KemenPANRB",
            "Diskominfo Mempawah",
            "Sekretariat Jenderal DPR RI", "Kementerian Keuangan R.I.", "Pemkab. Mempawah",
            "UPTD Puskesmas Sungai Pinyuh",
            "DINAS KESEHATAN KAB. MEMPAWAH", "Prov. Kalimantan Barat", "SMAN1 Mempawah",
            "Dinas Kesehatan Kab Mempawah", "Kemenag Mempawah", "DINAS PEKERJAAN UMUM DAN PENATAAN RUANG (DPUPR)",
        ])
    func acronyms(name: String) throws { #expect(try self.judged("R-I-02A", "1.1", name) == .violation) }

    @Test(
        "Names without an acronym are left alone",
        arguments: [
            "Komisi Pemberantasan Korupsi", "Badan Pusat Statistik", "DINAS KESEHATAN KABUPATEN MEMPAWAH",
            "Balai Wilayah Sungai Kalimantan I", "Kantor Wilayah XIV", "Rumah Sakit Umum Daerah dr Rubini",
            "Kementerian Pekerjaan Umum dan Perumahan Rakyat.", "Dinas Pemuda, Olahraga, dan Pariwisata",
            "Jenis BIdang", "BALAI LATIHAN KERJA (LAMA)",
        ])
    func plain(name: String) throws { #expect(try self.judged("R-I-02A", "1.1", name) == .pass) }

    @Test(
        "Units of measure are found in the name of a variable",
        arguments: [
            "Produksi padi (ton)", "Luas lahan ha", "Berat badan (kg)", "Pendapatan dalam rupiah", "Persentase (%)",
            "Luas (m2)", "Pengeluaran (Rp)", "Harga Rp per kg", "Konsumsi listrik kWh", "Luas lahan (meter persegi)",
            "Produktivitas (kuintal/hektare)", "Pendapatan (rupiah/bulan)", "Produksi (ribu ton)",
            "Pendapatan dalam juta rupiah", "Produksi dalam ton per tahun", "Lama menunggu (menit)", "No Telepon",
        ])
    func units(name: String) throws { #expect(try self.judged("R-III-08A", "3.4/0/nama", name) == .violation) }

    @Test(
        "Things that are counted are no units",
        arguments: [
            "Jumlah orang miskin", "Unit usaha yang dikunjungi", "Jumlah buah-buahan", "Umur kepala rumah tangga",
            "Jenis Objek Gratifikasi", "Lama tinggal", "Tahun pendirian", "Jumlah ekor ternak",
            "Kunjungan dalam 1 bulan terakhir", "Pengeluaran (1 bulan)", "Status (unit kerja)", "STATUS (AKTIF)",
        ])
    func things(name: String) throws { #expect(try self.judged("R-III-08A", "3.4/0/nama", name) == .pass) }
}
