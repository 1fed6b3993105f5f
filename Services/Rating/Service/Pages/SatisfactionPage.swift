import Contracts
import Satisfaction
import Web

/// What the template `satisfaction` shows.
struct SatisfactionPage {
    let rows: [Entry]
    let hasRows: Bool
    let empty: EmptyState?
    let pagination: Pagination?
    let smallest: Int

    /// Units on one page.
    static let size = 150

    struct Entry {
        let name: String
        let count: Int
        /// `nil` for fewer than five answers.
        let mean: String?
        /// The officers' page of the unit, for its officers.
        let href: String?
    }

    /// Shows the units that have been rated, and those where the visitor works.
    ///
    /// - Parameter page: from 1; beyond the end shows the last.
    init(_ units: [UnitSatisfaction], identity: Identity?, page: Int) {
        let shown = units.compactMap { unit -> Entry? in
            let maySee = identity.map {
                $0.holds(.officer, at: unit.unit.code) || $0.holds(.supervisor, at: unit.unit.code)
            }
            guard unit.summary.count > 0 || maySee == true else { return nil }
            return Entry(
                name: unit.unit.name, count: unit.summary.count, mean: unit.summary.publicMeanText,
                href: maySee == true ? "/kepuasan/\(unit.unit.code)" : nil)
        }
        self.pagination = Pagination(page: page, size: Self.size, total: shown.count) { "/kepuasan?halaman=\($0)" }
        self.rows = Array(shown.dropFirst(((self.pagination?.page ?? 1) - 1) * Self.size).prefix(Self.size))
        self.hasRows = !self.rows.isEmpty
        self.empty =
            self.rows.isEmpty
            ? EmptyState("Belum ada penilaian", "Penilaian tampil di sini setelah perkara yang dinilai selesai.") : nil
        self.smallest = ScoreSummary.smallestPublicSample
    }
}
