import IntakeDomain
import Contracts
import Foundation
import Web

/// What the template `my-cases` shows.
struct MyCasesPage {
    struct DraftLine {
        let href: String
        let title: String
        let saved: String
    }

    struct CaseLine {
        let href: String
        let number: String
        let title: String
        let status: StatusBadge
        let unit: String
        let due: String?
    }

    let unconfirmed: Unconfirmed?
    let drafts: [DraftLine]
    let hasDrafts: Bool
    let cases: [CaseLine]
    let hasCases: Bool
    let empty: EmptyState?

    init(
        account: Account?, drafts: [DraftStore.Draft], submissions: [SubmissionStore.Submission],
        mirrors: [CaseID: MirrorStore.Mirror],
        parts: IntakeParts
    ) {
        self.unconfirmed = Unconfirmed(account)
        self.drafts = drafts.map {
            DraftLine(
                href: "/pengajuan/\($0.caseID)", title: $0.content.answers["judul"]?.string ?? "Draf tanpa judul",
                saved: Moments.text($0.updatedAt, .wib))
        }
        self.hasDrafts = !drafts.isEmpty
        self.cases = submissions.map { submission in
            let mirror = mirrors[submission.caseID]
            return CaseLine(
                href: "/pengajuan/\(submission.caseID)", number: submission.number, title: submission.title,
                status: mirror?.standing.stage.badge ?? StatusBadge("Diajukan", .active),
                unit: parts.unitName(submission.unit), due: mirror?.dueOn.map { Moments.text($0) })
        }
        self.hasCases = !submissions.isEmpty
        self.empty =
            drafts.isEmpty && submissions.isEmpty
            ? EmptyState("Belum ada permohonan", "Permohonan dan draf Anda akan tampil di sini.") : nil
    }
}
