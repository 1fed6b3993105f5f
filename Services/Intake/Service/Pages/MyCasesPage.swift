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

    struct CaseEntry {
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
    let cases: [CaseEntry]
    let hasCases: Bool
    let pagination: Pagination?
    let empty: EmptyState?

    init(
        account: Account?, drafts: [DraftStore.Draft], cases: [CaseLine], total: Int, page: Int, parts: IntakeParts
    ) {
        self.unconfirmed = Unconfirmed(account)
        self.drafts = drafts.map {
            DraftLine(
                href: "/pengajuan/\($0.caseID)", title: $0.content.answers["judul"]?.string ?? "Draf tanpa judul",
                saved: Moments.text($0.updatedAt, .wib))
        }
        self.hasDrafts = !drafts.isEmpty
        self.cases = cases.map { line in
            CaseEntry(
                href: "/pengajuan/\(line.id)", number: line.number, title: line.title, status: line.stage.badge,
                unit: parts.unitName(line.unit), due: line.dueOn.map { Moments.text($0) })
        }
        self.hasCases = !cases.isEmpty
        self.pagination = Pagination(page: page, size: CaseLine.pageSize, total: total) { "/pengajuan?halaman=\($0)" }
        self.empty =
            drafts.isEmpty && total == 0
            ? EmptyState("Belum ada pengajuan", "Pengajuan dan draf Anda akan tampil di sini.") : nil
    }
}
