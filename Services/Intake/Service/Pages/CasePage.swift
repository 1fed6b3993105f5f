import ActivityForm
import Contracts
import Foundation
import IntakeDomain
import Standards
import Web

/// What the template `case` shows.
struct CasePage {
    struct Remarked {
        let heading: String
        let href: String?
        let text: String
    }

    let number: String
    let status: StatusBadge
    let unit: String
    let due: String?
    /// Review's page with the days that were counted.
    let dueHref: String
    let answerBy: String?
    /// What is awaited until then.
    let answerByLabel: String
    let institution: String
    let submitted: String
    let round: Int
    let standard: String
    let standardHref: String
    let copies: String?
    let turn: Bool
    let turnText: String?
    let editHref: String
    let hasRemarks: Bool
    let note: String?
    let remarked: [Remarked]
    let letterHref: String?
    let letterTitle: String?
    let letterNumbers: String?
    let verifyHref: String?
    let hasReasons: Bool
    let reasons: [TextLine]
    let ratingText: String?
    let timeline: [TimelineEntry]
    let blocks: [AnswerBlock]
    let exports: Exports
    let files: [FileItem]
    let hasFiles: Bool

    init(_ view: CaseView, parts: IntakeParts) {
        let submission = view.submission
        let mirror = view.mirror
        let stage = mirror.standing.stage
        let zone = parts.zone(submission.unit)
        let id = submission.caseID
        self.number = submission.number
        self.status = stage.badge
        self.unit = parts.unitName(submission.unit)
        self.due = mirror.dueOn.map { Moments.text($0) }
        self.dueHref = "/tenggat/\(id)"
        self.answerBy = stage.isApplicantsTurn ? mirror.answerBy.map { Moments.text($0) } : nil
        self.answerByLabel = parts.pages.text(
            stage == .returned ? "intake.case.complete-by" : "intake.case.answer-by")
        self.institution = submission.institution
        self.submitted = Moments.text(submission.submittedAt, zone)
        self.round = submission.round
        self.standard = submission.standard
        self.standardHref = StandardRoutes.address(of: submission.standard)
        let copies = parts.acceptance.router.copies(from: submission.unit, regions: submission.regions)
        self.copies = copies.isEmpty ? nil : copies.map { parts.unitName($0) }.joined(separator: ", ")
        self.turn = stage.isApplicantsTurn
        self.turnText =
            stage == .returned
            ? "Berkas belum lengkap. Lengkapi isian sesuai catatan, lalu kirim lagi."
            : "Petugas meminta perbaikan. Perbaiki isian sesuai catatan, lalu kirim lagi."
        let remarks = stage.isApplicantsTurn ? mirror.remarks : []
        self.remarked = remarks.map { remark in
            let question = parts.definition.question(at: remark.item)
            let block = question.flatMap { parts.definition.block(asking: $0.number) }
            return Remarked(
                heading: question?.heading ?? remark.item,
                href: block.map { "/pengajuan/\(id)/blok/\($0.key)#\(Field.id(of: remark.item))" }, text: remark.text)
        }
        self.editHref =
            remarks.first.flatMap { parts.definition.question(at: $0.item) }
            .flatMap { parts.definition.block(asking: $0.number) }.map { "/pengajuan/\(id)/blok/\($0.key)" }
            ?? "/pengajuan/\(id)/blok/0"
        self.note = stage.isApplicantsTurn ? mirror.remarksNote : nil
        self.hasRemarks = !remarks.isEmpty || self.note != nil
        self.letterHref = mirror.letterID.map { "/surat/\($0)" }
        let isFeasible = mirror.recommendationNumber != nil
        self.letterTitle = isFeasible ? "Surat rekomendasi terbit: layak." : "Surat terbit: tidak layak."
        self.letterNumbers = [
            mirror.recommendationNumber.map { "Nomor rekomendasi \($0)." },
            mirror.letterNumber.map { "Nomor surat \($0)." },
        ].compactMap { $0 }.joined(separator: " ")
        self.verifyHref = mirror.verificationCode.map { "/verifikasi/\($0)" }
        self.reasons = mirror.reasons.map { TextLine($0) }
        self.hasReasons = !mirror.reasons.isEmpty
        self.ratingText =
            mirror.ratingScore.map { "Anda menilai layanan ini \($0) dari 5. Terima kasih." }
            ?? (mirror.deliveredAt != nil
                ? "Tautan untuk menilai layanan ini dikirim ke e-mail dan kotak masuk Anda." : nil)
        self.timeline = view.timeline.map { TimelineEntry($0, zone: zone, parts: parts) }
        self.blocks = AnswerBlock.all(view.version.form, parts.definition, parts.acceptance.regions)
        self.exports = Exports(id)
        self.files = view.version.attachments.map { FileItem($0) }
        self.hasFiles = !view.version.attachments.isEmpty
    }
}

extension TimelineEntry {
    init(_ fact: TimelineFact, zone: TimeZoneName, parts: IntakeParts) {
        let tone: StatusBadge.Tone =
            switch fact.kind {
            case .returned, .correctionRequested: .attention
            case .letterIssued, .delivered, .completed: .positive
            case .refused: .negative
            default: .neutral
            }
        self.init(
            fact.title, when: Moments.text(fact.at, zone), machineTime: Moments.machine(fact.at, zone),
            who: fact.unit.map { parts.unitName($0) }, detail: fact.detail, tone: tone)
    }
}
