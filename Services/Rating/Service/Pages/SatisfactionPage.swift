import Contracts
import Satisfaction
import Web

/// What the template `satisfaction` shows.
struct SatisfactionPage {
    let rows: [Entry]
    let hasRows: Bool
    let empty: EmptyState?
    let smallest: Int

    struct Entry {
        let name: String
        let count: Int
        /// `nil` for fewer than five answers.
        let mean: String?
        /// The officers' page of the unit, for its officers.
        let href: String?
    }

    init(_ units: [UnitSatisfaction], identity: Identity?) {
        self.rows = units.map { unit in
            let maySee = identity.map {
                $0.holds(.officer, at: unit.unit.code) || $0.holds(.supervisor, at: unit.unit.code)
            }
            return Entry(
                name: unit.unit.name, count: unit.summary.count, mean: unit.summary.publicMeanText,
                href: maySee == true ? "/kepuasan/\(unit.unit.code)" : nil)
        }
        self.hasRows = !self.rows.isEmpty
        self.empty = self.rows.isEmpty ? EmptyState("Belum ada unit", "Belum ada standar pelayanan yang terbit.") : nil
        self.smallest = ScoreSummary.smallestPublicSample
    }
}
