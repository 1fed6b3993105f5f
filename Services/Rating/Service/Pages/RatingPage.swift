import Contracts
import Foundation
import RatingDomain
import Satisfaction
import Web

/// What the template `rating` shows.
struct RatingPage {
    let number: String?
    let title: String?
    let institution: String?
    let isOpen: Bool
    /// Why no answer can be given now.
    let closedBecause: String?
    let given: String?
    let until: String?
    let action: String
    let choices: [Tap]
    let comment: Field?
    let errors: ErrorSummary?

    /// One button.
    struct Tap {
        let value: Int
        let word: String
        let isLast: Bool
    }

    init(
        _ found: RatedCase?, token: String, zone: TimeZoneName, now: Date, errors: [FieldProblem], typed: String?
    ) {
        self.number = found?.number
        self.title = found?.title
        self.institution = found?.institution
        self.action = "/penilaian/\(token)"
        self.given = found?.lastScore.map { "\($0.value) dari 5: \($0.word)" }
        self.errors = ErrorSummary(errors)
        let availability = found?.unit == nil ? .notYet : found?.rating.availability(at: now) ?? .notYet
        switch availability {
        case .open(let until):
            self.isOpen = true
            self.closedBecause = nil
            self.until = IndonesianDate.text(until, in: zone)
        case .notYet:
            self.isOpen = false
            self.closedBecause = "Penilaian dibuka setelah surat sampai kepada Anda. Coba lagi beberapa saat lagi."
            self.until = nil
        case .closed(let since):
            self.isOpen = false
            self.closedBecause = "Penilaian sudah ditutup sejak \(IndonesianDate.text(since, in: zone))."
            self.until = nil
        }
        self.choices =
            self.isOpen ? Score.all.map { Tap(value: $0.value, word: $0.word, isLast: $0 == found?.lastScore) } : []
        self.comment =
            self.isOpen
            ? Field(
                "komentar", "Komentar", hint: "Apa yang baik, dan apa yang perlu kami perbaiki?",
                error: errors.first { $0.field == "komentar" }?.message,
                value: typed ?? found?.lastComment?.reveal(), control: .area(rows: 3), required: false,
                maxLength: RatingComment.longest) : nil
    }
}
