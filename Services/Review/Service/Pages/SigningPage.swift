import Contracts
import Foundation
import ReviewDomain
import Web
import WorkingDays

/// The model of `signing.mustache`.
struct SigningPage {
    struct Point {
        let text: String
    }

    struct SignForm {
        let action: String
        let version: Int
        let letterNumber: Field?
    }

    struct Entry {
        let title: String
        let number: String
        let status: StatusBadge
        let facts: [CasePage.Fact]
        let hasReasons: Bool
        let reasons: [Point]
        let hasAdvice: Bool
        let advice: [Point]
        let preview: String
        let href: String
        let sign: SignForm?
        let barred: String?
    }

    let summary: String
    let problem: ProblemNotice?
    let empty: EmptyState?
    let letters: [Entry]
    let pagination: Pagination?

    /// Letters on one page: each is shown with all its points.
    static let size = 20

    /// - Parameters:
    ///   - total: how many letters wait in all.
    ///   - page: which of their pages this is, from 1.
    init(
        _ views: [CaseView], total: Int, page: Int, worker: (UnitCode) -> CaseWorker, office: ReviewOffice,
        problem: Problem?, typed: [CaseID: String]
    ) {
        self.summary =
            "Surat yang menunggu pengesahan Anda. Pengesahan dan penandatanganan adalah satu tindakan: nomor diberikan dan surat terbit seketika."
        self.problem = problem.map { ProblemNotice($0) }
        self.pagination = Pagination(page: page, size: Self.size, total: total) { "/pengesahan?halaman=\($0)" }
        self.letters = views.compactMap { view in
            guard let letter = view.subject.letter else { return nil }
            return Self.entry(
                view, letter, page: page, worker: worker(view.subject.unit), office: office,
                typed: typed[view.subject.id])
        }
        self.empty =
            self.letters.isEmpty
            ? EmptyState("Tidak ada surat yang menunggu", "Surat muncul di sini setelah petugas menyusun naskahnya.")
            : nil
    }

    private static func entry(
        _ view: CaseView, _ letter: Letter, page: Int, worker: CaseWorker, office: ReviewOffice, typed: String?
    ) -> Entry {
        let subject = view.subject
        let base = "/petugas/perkara/\(subject.id)"
        var facts = [
            CasePage.Fact(label: "Nomor perkara", value: subject.number),
            CasePage.Fact(label: "Penyelenggara", value: subject.applicant.institution),
            CasePage.Fact(label: "Disusun", value: letter.draftedBy.name),
            CasePage.Fact(label: "Terakhir disunting", value: letter.lastEditedBy.name),
        ]
        if let clock = subject.runningClock {
            facts.append(CasePage.Fact(label: "Tenggat", value: IndonesianDate.text(clock.dueAt, in: view.zone)))
        }
        let maySign = subject.steps(open: worker).contains(.signLetter)
        let field: Field? =
            office.numbering.letters(of: subject.unit) == .register
            ? Field(
                "nomor", "Nomor surat", hint: "Dari buku register unit, misalnya B-1145/61040/VS.190/2026.",
                value: typed, maxLength: LetterIssuing.longestNumber) : nil
        return Entry(
            title: subject.title, number: subject.number,
            status: StatusBadge(letter.outcome.word, letter.outcome == .feasible ? .positive : .negative),
            facts: facts, hasReasons: !letter.reasons.isEmpty, reasons: letter.reasons.map(Point.init),
            hasAdvice: !letter.advice.isEmpty, advice: letter.advice.map(Point.init), preview: base + "/pratinjau",
            href: base,
            // A refused signature comes back to this page.
            sign: maySign
                ? SignForm(
                    action: "/pengesahan/\(subject.id)/sahkan" + (page > 1 ? "?halaman=\(page)" : ""),
                    version: subject.version, letterNumber: field)
                : nil,
            barred: maySign
                ? nil : "Anda menyusun atau menyunting naskah ini, sehingga pengesahan dilakukan oleh pejabat lain.")
    }
}
