import ActivityForm
import Contracts

/// A form with every answer that a compilation in Mempawah must give.
enum SampleForm {
    static func complete() throws -> FormContent {
        let answers = try ContractJSON.decode([String: JSONValue].self, from: Array(Self.answers.utf8))
        return FormContent(definition: "ms-keg", version: 1, answers: answers)
    }

    private static let answers = """
        {"judul": "Kompilasi Data Pelaporan", "tahun": 2027, "cara": 3, "sektor": 18,
         "1.1": "Inspektorat Kabupaten Mempawah",
         "1.2": {"alamat": "Mempawah", "telepon": "1", "email": "a@b.example"},
         "2.1": {"eselon2": "Inspektorat"},
         "2.2": {"nama": "Siti", "jabatan": "Auditor", "alamat": "Mempawah", "telepon": "1", "email": "c@d.example"},
         "3.1": "Latar belakang.", "3.2": "Tujuan.",
         "3.3": {"perencanaan": {"awal": "2027-01-04", "akhir": "2027-02-01"},
                 "desain": {"awal": "2027-01-04", "akhir": "2027-02-01"},
                 "pengumpulan": {"awal": "2027-01-04", "akhir": "2027-02-01"},
                 "pengolahan": {"awal": "2027-01-04", "akhir": "2027-02-01"},
                 "analisis": {"awal": "2027-01-04", "akhir": "2027-02-01"},
                 "diseminasi": {"awal": "2027-01-04", "akhir": "2027-02-01"},
                 "evaluasi": {"awal": "2027-01-04", "akhir": "2027-02-01"}},
         "3.4": [{"nama": "Jenis", "definisi": "Jenis objek", "referensi_waktu": "2027"}],
         "4.1": 1, "4.3": 3, "4.4": 2, "4.5": ["6104"], "4.6": [8], "4.7": [8], "4.8": [1],
         "6.1": 2, "6.2": [2], "6.3": 2,
         "7.1": {"editing": 1, "coding": 1, "data_entry": 1, "validasi": 1}, "7.2": 1, "7.3": [1], "7.4": [4],
         "8.1": {"tercetak": 2, "digital": 1, "mikrodata": 2}, "8.2": {"digital": "2027-12-15"}}
        """
}
