import ActivityForm
import Contracts

/// An example of a rule: a form, and what the rule says of it.
struct CheckExample: Sendable, CustomStringConvertible {
    let rule: String
    let outcome: CheckOutcome
    let what: String
    let make: @Sendable () throws -> CheckedForm
    /// Places that the evidence must name.
    var names: [String] = []

    var description: String { "\(self.rule) \(self.outcome.rawValue): \(self.what)" }
}

/// The table of examples: every outcome that a rule can have, at least once.
enum CheckExamples {
    typealias Changes = [String: JSONValue?]

    static let all: [CheckExample] =
        [
            heading, organiser, responsible, schedule, variables, design, sample, probability, figures, fieldwork,
            processing,
        ]
        .flatMap { $0 }

    static func survey(
        _ rule: String, _ outcome: CheckOutcome, _ what: String, _ changes: Changes = [:], lacking: [String] = [],
        on day: CheckContext.Submission? = nil, names: [String] = []
    ) -> CheckExample {
        let make: @Sendable () throws -> CheckedForm = {
            try CheckSamples.form(
                try CheckSamples.survey(), changes, lacking: lacking,
                context: day.map(CheckContext.init) ?? CheckSamples.early)
        }
        return CheckExample(rule: rule, outcome: outcome, what: what, make: make, names: names)
    }

    static func compilation(
        _ rule: String, _ outcome: CheckOutcome, _ what: String, _ changes: Changes = [:], names: [String] = []
    ) -> CheckExample {
        CheckExample(
            rule: rule, outcome: outcome, what: what,
            make: { try CheckSamples.form(try CheckSamples.compilation(), changes) }, names: names)
    }

    static let heading: [CheckExample] = [
        survey("R-ID-02A", .pass, "a survey called survey"),
        survey("R-ID-02A", .pass, "a title that names no kind", ["judul": "Pendataan Ternak Kabupaten Mempawah"]),
        compilation("R-ID-02A", .pass, "a compilation of a survey", ["judul": "Kompilasi Hasil Survei Ternak"]),
        compilation(
            "R-ID-02A", .violation, "a compilation called survey", ["judul": "<p>SURVEI Ternak</p>"],
            names: ["judul", "cara"]),
        compilation(
            "R-ID-02A", .violation, "a compilation whose title begins with survey",
            ["judul": "Survei Kompilasi Produk Administrasi"]),
        survey(
            "R-ID-02A", .violation, "a survey whose title begins with compilation",
            ["judul": "Kompilasi Data Hasil Survei Ternak"]),
        survey("R-ID-02A", .pass, "a survey that follows a census", ["judul": "Evaluasi Sensus Ternak melalui Survei"]),
        survey("R-ID-02A", .violation, "a survey called census", ["judul": "Pencacahan Lengkap Ternak"]),
        survey("R-ID-02A", .violation, "a new way called survey", ["cara": 4]),
        survey("R-ID-02A", .notEvaluable, "the kind is not chosen", ["cara": nil], names: ["cara"]),
        survey("R-ID-02A", .notEvaluable, "no title", ["judul": "  "]),

        compilation("R-ID-03", .pass, "the word in capitals", ["judul": "KOMPILASI data ternak"]),
        compilation("R-ID-03", .violation, "another word", ["judul": "Pendataan Ternak"], names: ["judul"]),
        survey("R-ID-03", .notApplicable, "a survey"),
        survey("R-ID-03", .notEvaluable, "the kind is not chosen", ["cara": nil]),
        compilation("R-ID-03", .notEvaluable, "no title", ["judul": nil]),

        survey("R-ID-04A", .pass, "no year"),
        survey("R-ID-04A", .pass, "four digits that are no year", ["judul": "Survei Desa 7102 dan 20261"]),
        survey("R-ID-04A", .pass, "a number of things", ["judul": "Survei 2000 Rumah Tangga Miskin"]),
        survey("R-ID-04A", .violation, "a year before a village", ["judul": "Survei Ternak 2026 Desa Sungai Kunyit"]),
        survey("R-ID-04A", .violation, "a year", ["judul": "Survei Ternak Tahun 2026"], names: ["judul"]),
        survey("R-ID-04A", .violation, "a range of years", ["judul": "Survei Ternak 2025/2026"]),
        survey("R-ID-04A", .notApplicable, "no title", ["judul": nil]),
        survey("R-ID-04A", .notEvaluable, "a title that is no text", ["judul": ["a": 1]]),

        survey("R-ID-05A", .pass, "the year of the collection"),
        survey(
            "R-ID-05A", .pass, "a collection that crosses a year end",
            ["tahun": 2027, "3.3/pengumpulan/akhir": "2027-01-15"]),
        survey("R-ID-05A", .violation, "a year later", ["tahun": 2027], names: ["tahun", "3.3/pengumpulan"]),
        survey("R-ID-05A", .notEvaluable, "no last day", ["3.3/pengumpulan/akhir": nil]),
        survey("R-ID-05A", .notEvaluable, "a day that does not exist", ["3.3/pengumpulan/akhir": "2026-02-30"]),
        survey("R-ID-05A", .notEvaluable, "no year", ["tahun": nil]),
    ]

    static let organiser: [CheckExample] = [
        survey("R-I-01", .pass, "a name"),
        survey("R-I-01", .violation, "no name", ["1.1": nil], names: ["1.1"]),
        survey("R-I-01", .violation, "white space", ["1.1": " \n\t"]),
        survey("R-I-01", .violation, "markup without text", ["1.1": "<p>&nbsp;</p>"]),
        survey("R-I-01", .notEvaluable, "something that is no text", ["1.1": ["nama": "Dinas"]]),
        survey("R-I-01", .notEvaluable, "a version without the question", lacking: ["1.1"]),

        survey("R-I-02A", .pass, "words only"),
        survey("R-I-02A", .pass, "a Roman numeral", ["1.1": "Balai Besar Wilayah XIV"]),
        survey(
            "R-I-02A", .violation, "capitals in brackets", ["1.1": "Komisi Pemberantasan Korupsi (KPK)"], names: ["1.1"]
        ),
        survey("R-I-02A", .violation, "a known acronym written as a word", ["1.1": "Bappeda Kabupaten Mempawah"]),
        survey("R-I-02A", .violation, "a short form", ["1.1": "Dinas Kesehatan Kab. Mempawah"]),
        survey("R-I-02A", .notApplicable, "no name", ["1.1": nil]),

        survey("R-I-04", .pass, "all parts", ["1.2/faksimile": nil]),
        survey("R-I-04", .violation, "no street", ["1.2/alamat": nil], names: ["1.2/alamat"]),
        survey("R-I-04", .violation, "no e-mail address", ["1.2/email": ""], names: ["1.2/email"]),
        survey("R-I-04", .violation, "a dash for a telephone", ["1.2/telepon": "-"], names: ["1.2/telepon"]),
        survey("R-I-04", .violation, "nothing", ["1.2": nil]),
        survey("R-I-04", .notEvaluable, "a street that is no text", ["1.2/alamat": ["jalan": "A"]]),
        survey("R-I-04", .notEvaluable, "a version without a street", lacking: ["1.2/alamat"]),
    ]

    static let responsible: [CheckExample] = [
        survey("R-II-01", .pass, "the second echelon"),
        survey("R-II-01", .violation, "no second echelon", ["2.1": ["eselon1": "Sekretariat"]], names: ["2.1/eselon2"]),
        survey("R-II-01", .notEvaluable, "a version without echelons", lacking: ["2.1"]),
        survey("R-II-01", .notEvaluable, "an echelon that is no text", ["2.1/eselon2": [1]]),

        survey("R-II-02", .pass, "all five parts"),
        survey("R-II-02", .violation, "no telephone", ["2.2/telepon": ""], names: ["2.2/telepon"]),
        survey("R-II-02", .violation, "a dash for a telephone", ["2.2/telepon": " - "], names: ["2.2/telepon"]),
        survey(
            "R-II-02", .violation, "no e-mail in a version without position", ["2.2/email": nil],
            lacking: ["2.2/jabatan"]),
        survey(
            "R-II-02", .notEvaluable, "a version without position", lacking: ["2.2/jabatan"], names: ["2.2/jabatan"]),
    ]

    static let schedule: [CheckExample] = [
        survey("R-III-04", .pass, "before the first day"),
        survey("R-III-04", .pass, "a draft the day before", on: .expected(Day("2026-02-28")!)),
        survey(
            "R-III-04", .violation, "on the first day", on: .on(Day("2026-03-01")!),
            names: ["3.3/pengumpulan/awal", "tanggal_pengajuan"]),
        survey("R-III-04", .violation, "a draft later", on: .expected(Day("2026-04-01")!)),
        survey("R-III-04", .notEvaluable, "a day that cannot be relied on", on: .unreliable),
        survey("R-III-04", .notEvaluable, "no schedule", ["3.3": nil]),

        survey("R-III-05A", .pass, "one after another"),
        survey("R-III-05A", .pass, "the next begins on the last day", ["3.3/desain/awal": "2026-01-31"]),
        survey("R-III-05A", .pass, "one pair lacks a day", ["3.3/analisis/akhir": nil]),
        survey(
            "R-III-05A", .violation, "processing during collection", ["3.3/pengolahan/awal": "2026-03-30"],
            names: ["3.3/pengumpulan/akhir", "3.3/pengolahan/awal"]),
        survey(
            "R-III-05A", .violation, "one pair overlaps, another lacks a day",
            ["3.3/pengolahan/awal": "2026-03-30", "3.3/evaluasi": nil]),
        survey(
            "R-III-05A", .violation, "in a version without design the neighbours are others",
            ["3.3/perencanaan/akhir": "2026-03-02"], lacking: ["3.3/desain"],
            names: ["3.3/perencanaan/akhir", "3.3/pengumpulan/awal"]),
        survey("R-III-05A", .notEvaluable, "no schedule", ["3.3": nil]),

        survey("R-III-06", .pass, "planning ends on the first day", ["3.3/perencanaan/akhir": "2026-03-01"]),
        survey(
            "R-III-06", .violation, "planning goes on", ["3.3/perencanaan/akhir": "02/03/2026"],
            names: ["3.3/perencanaan/akhir"]),
        survey("R-III-06", .notEvaluable, "no end of planning", ["3.3/perencanaan/akhir": nil]),
    ]

    static let variables: [CheckExample] = [
        survey("R-III-08A", .pass, "words, also of things that are counted"),
        survey("R-III-08A", .violation, "an acronym", ["3.4/0/nama": "PDRB per kapita"], names: ["3.4/0/nama"]),
        survey(
            "R-III-08A", .violation, "a unit in brackets", ["3.4/1/nama": "Luas lahan (hektare)"], names: ["3.4/1/nama"]
        ),
        survey("R-III-08A", .notEvaluable, "no variables", ["3.4": nil]),
        survey("R-III-08A", .notEvaluable, "no names", ["3.4/0/nama": nil, "3.4/1/nama": ""]),

        survey("R-III-09", .pass, "all defined"),
        survey("R-III-09", .violation, "one not defined", ["3.4/1/definisi": nil], names: ["3.4/1/definisi"]),
        survey(
            "R-III-09", .violation, "a full stop for a definition", ["3.4/1/definisi": "."], names: ["3.4/1/definisi"]),
        survey("R-III-09", .notEvaluable, "a version without definitions", lacking: ["3.4/definisi"]),
        survey("R-III-09", .notEvaluable, "no variables", ["3.4": nil]),

        survey("R-III-10", .pass, "a full stop, then a blank", ["3.4/0/definisi": "Nilai. "]),
        survey(
            "R-III-10", .violation, "begins with adalah", ["3.4/0/definisi": "Adalah nilai."], names: ["3.4/0/definisi"]
        ),
        survey(
            "R-III-10", .violation, "no full stop", ["3.4/1/definisi": "Banyaknya orang"], names: ["3.4/1/definisi"]),
        survey(
            "R-III-10", .notEvaluable, "full stops and nothing else", ["3.4/0/definisi": ".", "3.4/1/definisi": "-."]),
        survey(
            "R-III-10", .violation, "a list's number before adalah",
            ["3.4/0/definisi": "<ol><li>adalah nilai.</li></ol>"]),
        survey("R-III-10", .notEvaluable, "no definition at all", ["3.4/0/definisi": nil, "3.4/1/definisi": nil]),

        survey("R-III-12", .pass, "all given"),
        survey("R-III-12", .violation, "a dash", ["3.4/0/referensi_waktu": "–"], names: ["3.4/0/referensi_waktu"]),
        survey("R-III-12", .violation, "one empty", ["3.4/0/referensi_waktu": " "], names: ["3.4/0/referensi_waktu"]),
        survey("R-III-12", .notEvaluable, "a version without reference times", lacking: ["3.4/referensi_waktu"]),
    ]

    static let design: [CheckExample] = [
        survey("R-IV-01", .pass, "repeated every year", ["4.1": 2, "4.2": 7]),
        survey("R-IV-01", .violation, "repeated, nobody knows when", ["4.1": 2], names: ["4.2"]),
        survey("R-IV-01", .notApplicable, "done once"),
        survey("R-IV-01", .notEvaluable, "repetition not answered", ["4.1": nil]),
        survey("R-IV-01", .notEvaluable, "a version without frequency", ["4.1": 2], lacking: ["4.2"]),

        survey("R-IV-05", .pass, "once and cross-sectional"),
        survey("R-IV-05", .violation, "once, but a panel", ["4.3": 1], names: ["4.3"]),
        survey("R-IV-05", .notApplicable, "repeated", ["4.1": 2]),
        survey("R-IV-05", .notEvaluable, "type not answered", ["4.3": nil]),
        survey("R-IV-05", .notEvaluable, "a code that does not exist", ["4.3": 9]),

        survey("R-IV-07", .pass, "one regency"),
        survey("R-IV-07", .violation, "no region", ["4.5": nil], names: ["4.5"]),
        survey("R-IV-07", .violation, "a code that does not exist", ["4.5": ["9999"]]),
        survey("R-IV-07", .notApplicable, "the whole of Indonesia", ["4.4": 1]),
        survey("R-IV-07", .notEvaluable, "coverage not answered", ["4.4": nil]),

        compilation("R-IV-09", .pass, "secondary data"),
        compilation(
            "R-IV-09", .pass, "others, by another name", ["4.6": [16], "4.6.lainnya": "Studi dokumen laporan"]),
        compilation("R-IV-09", .violation, "interviews", ["4.6": [1]], names: ["4.6"]),
        compilation("R-IV-09", .violation, "no method", ["4.6": nil]),
        compilation("R-IV-09", .notEvaluable, "only an unclear other", ["4.6": [16], "4.6.lainnya": "Lain"]),
        survey("R-IV-09", .notApplicable, "a survey"),
        survey("R-IV-09", .notEvaluable, "the kind is not chosen", ["cara": nil]),
    ]
}
