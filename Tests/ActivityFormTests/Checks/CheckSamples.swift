import ActivityForm
public import Contracts

/// Forms for the examples of the checks: sound ones, and ways to spoil them.
enum CheckSamples {
    /// The context of a form that was submitted in good time.
    static let early = CheckContext(submission: .on(Day("2026-01-05")!))

    /// A survey to which no rule has an objection.
    static func survey() throws -> FormContent {
        var content = try Samples.definition().empty
        content.answers = [
            "judul": "Survei Kepuasan Pengguna Layanan Kabupaten Mempawah", "tahun": 2026, "cara": 2, "sektor": 18,
            "1.1": "Dinas Kesehatan Kabupaten Mempawah",
            "1.2": [
                "alamat": "Jalan Gusti Jamiril 1", "telepon": "(0561) 1", "email": "dinas@instansi.example",
            ],
            "2.1": ["eselon2": "Dinas Kesehatan"],
            "2.2": [
                "nama": "Pejabat", "jabatan": "Kepala Bidang", "alamat": "Mempawah", "telepon": "(0561) 2",
                "email": "pj@instansi.example",
            ],
            "3.1": "Latar belakang.", "3.2": "Tujuan.",
            "3.3": [
                "perencanaan": ["awal": "2026-01-01", "akhir": "2026-01-31"],
                "desain": ["awal": "2026-02-01", "akhir": "2026-02-28"],
                "pengumpulan": ["awal": "2026-03-01", "akhir": "2026-03-31"],
                "pengolahan": ["awal": "2026-04-01", "akhir": "2026-04-30"],
                "analisis": ["awal": "2026-05-01", "akhir": "2026-05-31"],
                "diseminasi": ["awal": "2026-06-01", "akhir": "2026-06-30"],
                "evaluasi": ["awal": "2026-07-01", "akhir": "2026-07-31"],
            ],
            "3.4": [
                [
                    "nama": "Kepuasan terhadap layanan", "definisi": "Nilai 1 sampai 4.",
                    "referensi_waktu": "Maret 2026",
                ],
                ["nama": "Jumlah orang yang dilayani", "definisi": "Banyaknya orang.", "referensi_waktu": "2025"],
            ],
            "4.1": 1, "4.3": 3, "4.4": 2, "4.5": ["6104"], "4.6": [1], "4.7": [2], "4.8": [1],
            "5.1": 1, "5.2": 1, "5.3": 1, "5.4": 1, "5.5": "1/10", "5.6": "RSE 2,5%", "5.7": "Pengguna layanan",
            "5.8": "Pengguna layanan",
            "6.1": 1, "6.2": [2], "6.3": 2, "6.4": 1, "6.5": 2, "6.6": ["supervisor": 1, "enumerator": 4], "6.7": 1,
            "7.1": ["editing": 1, "coding": 2, "data_entry": 1, "validasi": 1], "7.2": 3, "7.3": [1], "7.4": [4],
            "8.1": ["tercetak": 2, "digital": 1, "mikrodata": 2], "8.2": ["digital": "2026-06-30"],
        ]
        return content
    }

    /// A compilation to which no rule has an objection.
    static func compilation() throws -> FormContent {
        var content = try self.survey()
        content.answers["judul"] = "Kompilasi Data Kunjungan Kabupaten Mempawah"
        content.answers["cara"] = 3
        content.answers["4.6"] = [8]
        content.answers["4.7"] = [1]
        content.answers["6.1"] = 2
        return content
    }

    /// The form with other answers; `nil` takes an answer away. A path may lead into an answer: `2.2/telepon`.
    static func form(
        _ content: FormContent, _ changes: [String: JSONValue?] = [:], lacking: [String] = [],
        context: CheckContext = CheckSamples.early
    ) throws -> CheckedForm {
        var changed = content
        for (path, value) in changes {
            let parts = path.split(separator: "/").map(String.init)
            changed.answers[parts[0]] = Self.put(value, at: parts.dropFirst(), in: changed.answers[parts[0]])
        }
        return CheckedForm(
            changed, definition: try Self.definition(without: lacking), regions: Samples.regions, context: context)
    }

    private static func put(_ value: JSONValue?, at path: ArraySlice<String>, in whole: JSONValue?) -> JSONValue? {
        guard let first = path.first else { return value }
        let rest = path.dropFirst()
        if let index = Int(first), var elements = whole?.array {
            elements[index] = Self.put(value, at: rest, in: elements[index]) ?? .null
            return .array(elements)
        }
        var members = whole?.object ?? [:]
        members[first] = Self.put(value, at: rest, in: members[first])
        return .object(members)
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(uniqueKeysWithValues: elements))
    }
}
