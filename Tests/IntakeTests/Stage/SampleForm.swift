import ActivityForm
import Contracts

/// A form with every answer that a compilation in Mempawah must give.
enum SampleForm {
    static func complete(title: String = "Kompilasi Data Pelaporan Kabupaten Mempawah") -> FormContent {
        func text(_ values: [String: String]) -> JSONValue { .object(values.mapValues(JSONValue.string)) }
        let stages = ["perencanaan", "desain", "pengumpulan", "pengolahan", "analisis", "diseminasi", "evaluasi"]
        return FormContent(
            definition: "ms-keg", version: 1,
            answers: [
                "judul": .string(title), "tahun": .integer(2027), "cara": .integer(3), "sektor": .integer(18),
                "1.1": .string("Inspektorat Kabupaten Mempawah"),
                "1.2": text(["alamat": "Mempawah", "telepon": "1", "email": "a@b.example"]),
                "2.1": text(["eselon2": "Inspektorat"]),
                "2.2": text([
                    "nama": "Siti", "jabatan": "Auditor", "alamat": "Mempawah", "telepon": "1", "email": "c@d.example",
                ]),
                "3.1": .string("Latar belakang."), "3.2": .string("Tujuan."),
                "3.3": .object(
                    Dictionary(
                        uniqueKeysWithValues: stages.map { ($0, text(["awal": "2027-01-04", "akhir": "2027-02-01"])) })),
                "3.4": .array([text(["nama": "Jenis", "definisi": "Jenis objek", "referensi_waktu": "2027"])]),
                "4.1": .integer(1), "4.3": .integer(3), "4.4": .integer(2), "4.5": .array([.string("6104")]),
                "4.6": .array([.integer(8)]), "4.7": .array([.integer(8)]), "4.8": .array([.integer(1)]),
                "6.1": .integer(2), "6.2": .array([.integer(2)]), "6.3": .integer(2),
                "7.1": .object([
                    "editing": .integer(1), "coding": .integer(1), "data_entry": .integer(1), "validasi": .integer(1),
                ]),
                "7.2": .integer(1), "7.3": .array([.integer(1)]), "7.4": .array([.integer(4)]),
                "8.1": .object(["tercetak": .integer(2), "digital": .integer(1), "mikrodata": .integer(2)]),
                "8.2": text(["digital": "2027-12-15"]),
            ])
    }

    /// As the API takes it.
    static func body(_ form: FormContent = SampleForm.complete()) throws -> [UInt8] {
        try ContractJSON.encode(["form": form])
    }
}
