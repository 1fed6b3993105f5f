import ActivityForm
import Contracts

extension CheckExamples {
    private static let blockFive = ["5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "5.7", "5.8"]
    private static let emptyBlockFive: Changes = Dictionary(
        uniqueKeysWithValues: blockFive.map { ($0, JSONValue?.none) })
    private static let quota: Changes = ["5.2": 2, "5.3": 6]

    static let sample: [CheckExample] = [
        survey("R-V-01", .pass, "a survey with a design"),
        survey("R-V-01", .violation, "a survey without", emptyBlockFive, names: ["5.1"]),
        survey(
            "R-V-01", .violation, "a survey with a dash for an answer",
            emptyBlockFive.merging(["5.5": "-", "5.6": "<p>–</p>"]) { $1 }, names: ["5.1"]),
        survey("R-V-01", .violation, "a survey in a version without block V", lacking: blockFive),
        compilation("R-V-01", .notApplicable, "a compilation", emptyBlockFive),
        survey("R-V-01", .notEvaluable, "the kind is not chosen", ["cara": nil]),

        survey("R-V-02", .pass, "all that a probability sample needs"),
        survey("R-V-02", .pass, "all that a quota sample needs", quota),
        survey("R-V-02", .violation, "no frame", ["5.4": nil], names: ["5.4"]),
        survey("R-V-02", .violation, "no unit of observation", ["5.8": " "], names: ["5.8"]),
        survey("R-V-02", .notApplicable, "a survey without block V", emptyBlockFive),
        survey("R-V-02", .notEvaluable, "the kind is not chosen", ["cara": nil]),
        survey("R-V-02", .notEvaluable, "a version without frames", lacking: ["5.4"]),
    ]

    static let probability: [CheckExample] = [
        ("R-V-03A", "5.3"), ("R-V-03B", "5.4"), ("R-V-03C", "5.5"), ("R-V-03D", "5.6"),
    ].flatMap { (rule: String, path: String) -> [CheckExample] in
        let without: Changes = [path: nil]
        return [
            survey(rule, .pass, "given"),
            survey(rule, .violation, "empty", without, names: [path]),
            survey(rule, .violation, "a dash", [path: "-"], names: [path]),
            survey(rule, .notApplicable, "a quota sample", quota),
            compilation(rule, .notApplicable, "a compilation"),
            survey(rule, .notEvaluable, "sampling not answered", ["5.2": nil]),
            survey(rule, .notEvaluable, "the kind is not chosen", ["cara": nil]),
            survey(rule, .notEvaluable, "a version without it", lacking: [path]),
        ]
    }

    /// The same question answered with several texts.
    private static func texts(
        _ rule: String, _ outcome: CheckOutcome, _ path: String, _ changes: Changes = [:], _ texts: String...
    ) -> [CheckExample] {
        texts.map { text in
            var all = changes
            all[path] = .some(.string(text))
            return survey(
                rule, outcome, "\"\(text)\"", all, names: outcome == .violation ? [path] : [])
        }
    }

    private static let stages: Changes = ["5.1": 2]

    static let figures: [CheckExample] = [
        [
            survey("R-V-08A", .notApplicable, "a single stage"),
            survey("R-V-08A", .notApplicable, "no fraction", ["5.1": 2, "5.5": nil]),
            survey("R-V-08A", .notEvaluable, "design not answered", ["5.1": nil]),
            survey("R-V-08A", .notApplicable, "no survey", ["cara": 1]),
            compilation("R-V-11", .notApplicable, "a compilation"),
            compilation("R-V-12", .notApplicable, "a compilation"),
            survey("R-V-14A", .pass, "all three"),
            survey("R-V-14A", .violation, "no unit of analysis", ["7.3": nil], names: ["7.3"]),
            survey("R-V-14A", .violation, "no unit of sampling", ["5.7": ""], names: ["5.7"]),
            survey("R-V-14A", .notApplicable, "a census", ["cara": 1]),
            survey("R-V-14A", .notEvaluable, "the kind is not chosen", ["cara": nil]),
            survey("R-V-14A", .notEvaluable, "a version without units of observation", lacking: ["5.8"]),
        ],
        texts(
            "R-V-08A", .pass, "5.5", stages, "1/10 x 1/20", "Tahap 1: 10%; tahap 2: 5%", "f1 = 0,1 dan f2 = 0,05",
            "m/M × n/N", "400 dari 12.500 rumah tangga dan 20 dari 80 desa",
            "10% dari 200 desa dan 5% dari 4.000 keluarga",
            "f1 = 10/100 = 10%; f2 = 5/100 = 5%", "1/10 (10%) x 1/20 (5%)", "Desa = 1/10 dan rumah tangga = 1/20",
            "1/10 x 1/20 = 1/200", "1:10 dan 1:20", "1/10 tahap pertama, 1/20 tahap kedua", "10% - 5%"),
        texts(
            "R-V-08A", .violation, "5.5", stages, "1/10", "5 persen", "Tahap 1 1/2, tahap 2 1/3, tahap 3",
            "400 dari 12.500 rumah tangga", "400 dari 12.500 rumah tangga, atau 3,2 persen",
            "400 rumah tangga dari total 12.500 rumah tangga", "400/12.500 = 3,2%", "n/N = 400/12.500 = 0,032",
            "400/12.500 (3,2%)", "1/10 atau 10 persen",
            "3,2 persen (400 rumah tangga dari 12.500)",
            // Numbers that are no parts: a ratio's, a range's, the population's, the stages', the year's.
            "1:10", "5-10%", "2 sampai 3 persen", "5 s.d. 10%", "n=400, N=12.500", "400 responden (populasi 12.500)",
            "400 dari populasi 12.500 = 3,2%", "Sampel 2 tahap, 5%", "Fraksi tahun 2026: 5%"),
        texts("R-V-08A", .notEvaluable, "5.5", stages, "sepersepuluh", "belum ada"),
        texts(
            "R-V-11", .pass, "5.6", [:], "RSE 5%", "2,5 %", "moe ± 4.9 persen", "Tingkat kepercayaan 95%, MoE 5%",
            "95% confidence level; error 3%", "95% confidence level error 3%", "RSE 5% CI 95%", "MoE 5% (95% CI)",
            "margin of error 5 persen pada tingkat kepercayaan 95 persen, atau RSE 4,8 persen untuk indeks kepuasan",
            "galat 3% pada 95% level of confidence", "margin of error 5% dengan tingkat kepercayaan (95%)",
            "MoE 5%, Confidence Level (CL) 95%", "95% (tingkat kepercayaan), MoE 5%", "MoE 5% (95% CL)",
            "alpha 5%, power 80%", "alpha 0,05 (95%), MoE 4%", "RSE 3% dengan response rate 90%",
            "RSE 3%; nonrespon 10%",
            "sampel 10% dari total populasi, margin of error 5%"),
        texts(
            "R-V-11", .violation, "5.6", [:], "RSE 10%", "5,1%", "<p>RSE&nbsp;7 persen</p>", "2%–6%",
            "margin of error 10% pada tingkat kepercayaan 95%", "margin of error 10% tingkat kepercayaan 95%",
            "tingkat kepercayaan 95 persen dengan margin of error 10 persen", "MoE 10% CI 95%",
            "95% tingkat kepercayaan dan margin of error 10%", "MoE 10% (tingkat kepercayaan 90%)",
            "RSE 8% dari nilai rata-rata", "RSE 8% karena nonrespon 10%"),
        texts(
            "R-V-11", .notEvaluable, "5.6", [:], "", "0,05", "5", "kecil", "tingkat kepercayaan 95%", "300%",
            "95% CI"),
        texts(
            "R-V-12", .pass, "5.6", [:], "RSE 2%", "Margin of Error 5%", "α=0,05", "koefisien variasi: 3", "cv10",
            "C.V. 10%", "R.S.E. 5%", "SE 3%", "se=3", "SE variabel utama 3%", "batas toleransi kesalahan 5%",
            "taraf nyata 5%"),
        texts(
            "R-V-12", .violation, "5.6", [:], "5%", "sampling error 5 persen", "reservasi",
            "5% se-Kabupaten Mempawah", "5% untuk se Kabupaten Mempawah"),
        texts("R-V-12", .notEvaluable, "5.6", [:], "", "-", "…"),
    ].flatMap { $0 }

    static let fieldwork: [CheckExample] = [
        survey("R-VI-01", .pass, "tried out"),
        survey("R-VI-01", .violation, "not tried out", ["6.1": 2], names: ["6.1"]),
        compilation("R-VI-01", .notApplicable, "a compilation"),
        survey("R-VI-01", .notEvaluable, "the kind is not chosen", ["cara": nil]),
        survey("R-VI-01", .violation, "pilot not answered", ["6.1": nil], names: ["6.1"]),
        survey("R-VI-01", .notEvaluable, "an answer that is neither yes nor no", ["6.1": 3]),
        survey("R-VI-01", .notEvaluable, "a version without pilots", lacking: ["6.1"]),

        survey("R-VI-02", .pass, "CAPI, tried out"),
        survey("R-VI-02", .pass, "paper, not tried out", ["4.7": [1], "6.1": 2]),
        survey("R-VI-02", .violation, "CAWI, not tried out", ["4.7": [1, 8], "6.1": 2], names: ["6.1", "4.7"]),
        survey("R-VI-02", .notEvaluable, "pilot not answered", ["6.1": nil]),
        survey("R-VI-02", .notEvaluable, "means not answered", ["4.7": nil]),

        survey("R-VI-04A", .pass, "senior high school for interviews"),
        survey("R-VI-04A", .violation, "junior high school for interviews", ["6.5": 1], names: ["6.5"]),
        survey(
            "R-VI-04A", .notApplicable, "questionnaires on paper filled by oneself", ["4.6": [2], "4.7": [1], "6.5": 1]),
        survey("R-VI-04A", .notEvaluable, "education not answered", ["6.5": nil]),
        survey("R-VI-04A", .notEvaluable, "methods not answered, paper", ["4.6": nil, "4.7": [1], "6.5": 1]),
        survey("R-VI-04A", .violation, "methods not answered, CAPI", ["4.6": nil, "4.7": [2], "6.5": 1]),

        survey("R-VI-05", .pass, "as many", ["6.6/supervisor": 4]),
        survey("R-VI-05", .violation, "one more", ["6.6/supervisor": 5], names: ["6.6/supervisor", "6.6/enumerator"]),
        survey("R-VI-05", .pass, "numbers as text", ["6.6": ["supervisor": "3", "enumerator": "4"]]),
        survey("R-VI-05", .notEvaluable, "no number", ["6.6/supervisor": "4 orang"]),
        survey("R-VI-05", .notEvaluable, "missing", ["6.6": nil]),

        survey("R-VI-07", .pass, "interviews, trained"),
        survey("R-VI-07", .pass, "no interviews, not trained", ["4.6": [2], "6.7": 2]),
        survey("R-VI-07", .violation, "observation, not trained", ["4.6": [4], "6.7": 2], names: ["6.7", "4.6"]),
        survey("R-VI-07", .notEvaluable, "training not answered", ["6.7": nil]),

        survey("R-VI-08", .pass, "a supervisor, supervision ticked"),
        survey("R-VI-08", .pass, "no supervisor", ["6.6/supervisor": 0, "6.2": [1]]),
        survey("R-VI-08", .violation, "a supervisor, supervision not ticked", ["6.2": [1, 4]], names: ["6.2"]),
        survey("R-VI-08", .violation, "a supervisor, nothing ticked", ["6.2": nil], names: ["6.2"]),
        survey("R-VI-08", .pass, "no supervisor, nothing ticked", ["6.6/supervisor": 0, "6.2": nil]),
        survey("R-VI-08", .notEvaluable, "a list that cannot be read", ["6.2": ["Supervisi"]]),
        survey("R-VI-08", .notEvaluable, "a version without quality", lacking: ["6.2"]),
        survey("R-VI-08", .notEvaluable, "supervisors not answered", ["6.6/supervisor": nil]),
    ]

    static let processing: [CheckExample] = [
        survey("R-VII-01", .pass, "two stages"),
        survey(
            "R-VII-01", .violation, "all no", ["7.1": ["editing": 2, "coding": 2, "data_entry": 2, "validasi": 2]],
            names: ["7.1/editing"]),
        survey("R-VII-01", .notEvaluable, "no yes, and a word", ["7.1": ["editing": 2, "coding": "mungkin"]]),
        survey("R-VII-01", .notEvaluable, "nothing answered", ["7.1": nil]),
        survey("R-VII-01", .notEvaluable, "a version without the list", lacking: ["7.1"]),

        survey("R-VII-03", .pass, "inference from a probability sample"),
        survey("R-VII-03", .violation, "inference from a quota sample", quota, names: ["7.2", "5.2"]),
        survey("R-VII-03", .notApplicable, "description only", ["7.2": 1, "5.2": 2]),
        compilation("R-VII-03", .notApplicable, "a compilation"),
        survey("R-VII-03", .notEvaluable, "sampling not answered", ["5.2": nil]),
        survey("R-VII-03", .notEvaluable, "analysis not answered", ["7.2": nil]),
        survey("R-VII-03", .notEvaluable, "the kind is not chosen", ["cara": nil]),

        survey("R-VII-04", .pass, "inference from a complete design"),
        survey("R-VII-04", .violation, "no sampling error", ["5.6": nil], names: ["7.2", "5.6"]),
        survey("R-VII-04", .violation, "no block V", emptyBlockFive),
        survey("R-VII-04", .notApplicable, "description only", ["7.2": 1, "5.6": nil]),
        survey("R-VII-04", .notEvaluable, "the kind is not chosen", ["cara": nil]),
        survey("R-VII-04", .notEvaluable, "a version without fractions", lacking: ["5.5"]),

        survey("R-VIII-01", .pass, "digital"),
        survey(
            "R-VIII-01", .violation, "none", ["8.1": ["tercetak": 2, "digital": 2, "mikrodata": 2]],
            names: ["8.1/digital"]),
        survey("R-VIII-01", .notEvaluable, "nothing answered", ["8.1": nil]),
        survey("R-VIII-01", .notEvaluable, "a version without the list", lacking: ["8.1"]),
    ]
}
