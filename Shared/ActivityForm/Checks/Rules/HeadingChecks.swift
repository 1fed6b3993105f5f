import Contracts

/// R-ID-02A: the title names no other kind of activity than the form.
///
/// A title is asked for that begins with the way of collecting, so the kind with which it begins is the one it names:
/// "Kompilasi Hasil Survei" is a compilation. One that begins otherwise may name several.
struct TitleFitsKind: Check {
    static let id = "R-ID-02A"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        guard let kind = form.kind, !form.isKindFromTitle else {
            return .notEvaluable(
                form.seen("cara", form.isKindFromTitle ? "hanya diketahui dari judul" : nil))
        }
        guard let title = form.text("judul").value else { return .notEvaluable(form.seen("judul")) }
        if let first = ActivityKind.leading(title) {
            return .decided(first != kind, form.seen("judul"), form.seen("cara"))
        }
        let named = ActivityKind.named(in: title)
        return .decided(!named.isEmpty && !named.contains(kind), form.seen("judul"), form.seen("cara"))
    }
}

/// R-ID-03: the title of a compilation says so.
struct CompilationTitled: Check {
    static let id = "R-ID-03"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        guard let kind = form.kind else { return .notEvaluable(form.seen("cara")) }
        guard kind == .compilation else { return .notApplicable(form.seen("cara")) }
        guard let title = form.text("judul").value else { return .notEvaluable(form.seen("judul")) }
        return .decided(!PlainWords.words(title).contains("kompilasi"), form.seen("judul"))
    }
}

/// R-ID-04A: the title has no year in it.
struct TitleWithoutYear: Check {
    static let id = "R-ID-04A"

    /// What is counted in titles by round numbers: "Survei 2000 Rumah Tangga"; "2026 Desa" is a year before a village.
    private static let counted: Set<String> = [
        "desa", "hektar", "hektare", "keluarga", "kelurahan", "km", "meter", "orang", "pelanggan", "penduduk",
        "responden", "rumah", "rumahtangga", "sampel", "siswa", "titik", "unit", "usaha",
    ]

    func verdict(on form: CheckedForm) -> CheckVerdict {
        switch form.text("judul") {
        case .lacking, .unreadable: return .notEvaluable(form.seen("judul"))
        case .empty: return .notApplicable(form.seen("judul"))
        case .value(let title):
            // A year: four digits alone, of this century or the last, that count nothing.
            let year = title.split { !$0.isNumber }.first { digits in
                digits.count == 4 && ["19", "20"].contains(digits.prefix(2))
                    && !(digits.hasSuffix("00")
                        && Self.counted.contains(PlainWords.first(String(title[digits.endIndex...])) ?? ""))
            }
            guard let year else { return .pass(form.seen("judul")) }
            return .violation(form.seen("judul", "memuat tahun \(year)"))
        }
    }
}

/// R-ID-05A: the year of the activity is one in which data are collected; a collection may cross the end of a year.
struct YearFitsSchedule: Check {
    static let id = "R-ID-05A"

    func verdict(on form: CheckedForm) -> CheckVerdict {
        let stage = "3.3/pengumpulan"
        guard let year = form.number("tahun").value, let first = form.day(stage, "awal").value,
            let last = form.day(stage, "akhir").value, first <= last
        else { return .notEvaluable(form.seen("tahun"), form.seen(stage)) }
        return .decided(!(first.parts.year...last.parts.year).contains(year), form.seen("tahun"), form.seen(stage))
    }
}
