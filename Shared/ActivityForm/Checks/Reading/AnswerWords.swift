/// Words that stand for codes where a form from another system has words, by the place in the form.
///
/// Source of the codes: MS-Keg (facts §3.2). The words are those of the sample record and their other spellings
/// (facts §3.3, aliases folded); a word that is not here is not understood, and nothing is guessed.
enum AnswerWords {
    /// The code of a word at a place; digits alone are a code, but not of the type of collection (4.3), which
    /// copies of MS-Keg number differently.
    static func code(of text: String, at path: String) -> Int? {
        let folded = PlainWords.folded(PlainWords.text(text))
        if let code = Int(folded) { return path == "4.3" ? nil : code }
        let number = path.split(separator: "/").first.map(String.init) ?? path
        return (self.byQuestion[number] ?? self.yesNo)[folded]
    }

    private static let yesNo = ["ya": 1, "true": 1, "ada": 1, "tidak": 2, "false": 2, "tidakada": 2]

    private static let byQuestion: [String: [String: Int]] = [
        "cara": [
            "pencacahanlengkap": 1, "sensus": 1, "survei": 2, "survey": 2, "kompilasi": 3, "kompilasidata": 3,
            "kompilasiprodukadministrasi": 3, "caralain": 4, "caralainsesuaiperkembanganti": 4,
            "caralainsesuaiperkembanganteknologiinformasi": 4,
        ],
        "4.1": ["hanyasekali": 1, "sekali": 1, "satukali": 1, "sekalisaja": 1, "berulang": 2],
        "4.2": [
            "harian": 1, "mingguan": 2, "bulanan": 3, "triwulanan": 4, "empatbulanan": 5, "semesteran": 6,
            "tahunan": 7, "lebihdariduatahunan": 8,
        ],
        "4.3": [
            "longitudinalpanel": 1, "panel": 1, "longitudinalcrosssectional": 2, "longitudinalcrosssection": 2,
            "crosssectional": 3, "crosssection": 3, "crossectional": 3, "potonglintang": 3,
        ],
        "4.4": [
            "seluruhwilayahindonesia": 1, "seluruhindonesia": 1, "nasional": 1, "sebagianwilayahindonesia": 2,
            "sebagianindonesia": 2, "sebagian": 2,
        ],
        "5.1": [
            "singlestage": 1, "singlestagephase": 1, "satutahap": 1, "multistage": 2, "multistagephase": 2,
            "multiphase": 2, "lebihdarisatutahap": 2,
        ],
        "5.2": [
            "probabilitas": 1, "sampelprobabilitas": 1, "probability": 1, "probabilitysampling": 1,
            "nonprobabilitas": 2, "sampelnonprobabilitas": 2, "nonprobability": 2, "nonprobabilitysampling": 2,
        ],
        "6.5": [
            "sd": 1, "sdsederajat": 1, "smp": 1, "smpataulebihrendah": 1, "smpsederajat": 1, "sltp": 1,
            "sltpsederajat": 1, "sma": 2, "smasederajat": 2, "smasmk": 2, "smasmksederajat": 2, "smk": 2, "slta": 2,
            "sltasederajat": 2, "diploma": 3, "diplomaiiiiii": 3, "diplomaiii": 3, "d1": 3, "d2": 3, "d3": 3, "diii": 3,
            "diplomaivs1s2s3": 4, "diplomaiv": 4, "d4": 4, "div": 4, "s1": 4, "s2": 4, "s3": 4, "sarjana": 4,
        ],
        "7.2": [
            "analisisdeskriptif": 1, "deskriptif": 1, "analisisinferensia": 2, "inferensia": 2, "inferensial": 2,
            "analisisdeskriptifdaninferensia": 3, "deskriptifdaninferensia": 3, "keduanya": 3,
        ],
    ]
}
