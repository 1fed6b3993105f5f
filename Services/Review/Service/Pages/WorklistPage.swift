import Contracts
import Foundation
import ReviewDomain
import Web

/// The model of `worklist.mustache`.
struct WorklistPage {
    struct Line {
        let href: String
        let title: String
        let number: String
        let institution: String
        let due: String?
        let dueStatus: StatusBadge?
        let noDue: String
        let holder: String?
    }

    struct Group {
        let key: String
        let title: String
        let count: Int
        let lines: [Line]
    }

    struct FilterLink {
        let text: String
        let href: String
        let current: Bool
    }

    let summary: String
    let filters: [FilterLink]
    let groups: [Group]
    let empty: EmptyState?
    let pagination: Pagination?

    /// The groups of a worklist, in the order of a case's way.
    static let groups: [(key: String, title: String, states: [CaseState])] = [
        ("kelengkapan", "Periksa kelengkapan", [.submitted, .resubmitted]),
        ("pemeriksaan", "Periksa rancangan", [.complete]),
        ("evaluasi", "Evaluasi tim", [.examined, .inEvaluation]),
        ("surat", "Susun surat", [.evaluated]),
        ("pengesahan", "Menunggu pengesahan", [.letterDrafted]),
        ("pemohon", "Menunggu pemohon", [.returned, .correctionRequested]),
        ("terbit", "Surat terbit", [.issued, .refused, .delivered]),
        ("selesai", "Selesai", [.completed]),
    ]

    init(
        lines: [WorklistStore.Line], total: Int, page: Int, filter: WorklistStore.Filter, units: [UnitCode: String],
        now: Date
    ) {
        let names = units.sorted { $0.key < $1.key }.map { "\($0.value), unit \($0.key)" }
        let isCut = total >= WorklistStore.counted(from: page)
        self.pagination = Pagination(page: page, size: WorklistStore.pageSize, total: total, isCut: isCut) {
            "/petugas?tampil=\(filter.rawValue)&halaman=\($0)"
        }
        self.summary = "Perkara \(names.joined(separator: "; ")). Yang tenggatnya terdekat lebih dahulu."
        let titles: [WorklistStore.Filter: String] = [
            .all: "Semua", .mine: "Pegangan saya", .unclaimed: "Belum diambil",
        ]
        self.filters = WorklistStore.Filter.allCases.map {
            FilterLink(
                text: titles[$0] ?? $0.rawValue, href: "/petugas?tampil=\($0.rawValue)", current: $0 == filter)
        }
        self.groups = Self.groups.compactMap { group in
            let own = lines.filter { group.states.contains($0.state) }
            guard !own.isEmpty else { return nil }
            return Group(
                key: group.key, title: group.title, count: own.count,
                lines: own.map { Self.line($0, now: now) })
        }
        self.empty =
            lines.isEmpty
            ? EmptyState("Tidak ada perkara", "Perkara baru muncul di sini begitu diajukan kepada unit Anda.") : nil
    }

    private static func line(_ line: WorklistStore.Line, now: Date) -> Line {
        Line(
            href: "/petugas/perkara/\(line.id)", title: line.title, number: line.number,
            institution: line.institution, due: line.dueOn.map { IndonesianDate.text($0) },
            dueStatus: line.dueAt.map { DueStatus.badge(dueAt: $0, now: now) },
            noDue: line.answerBy.map { "\(line.state.awaited) \(IndonesianDate.text($0))" } ?? "tidak ada",
            holder: line.holder)
    }
}

/// How near the end of a clock is, in a word.
enum DueStatus {
    /// From this many seconds before the end on, the date asks for attention: three days.
    private static let near = 3.0 * 86_400

    static func badge(dueAt: Date, now: Date) -> StatusBadge {
        if now > dueAt { return StatusBadge("Lewat tenggat", .negative) }
        if dueAt.timeIntervalSince(now) < self.near { return StatusBadge("Segera", .attention) }
        return StatusBadge("Berjalan", .active)
    }
}
