import Contracts
import Satisfaction
import Web

/// What the template `unit-ratings` shows: to officers of the unit, and only of completed cases.
struct UnitRatingsPage {
    let mean: String?
    let count: Int
    let rows: [Entry]
    let hasRows: Bool
    let empty: EmptyState?

    struct Entry {
        let number: String
        let title: String
        let score: String
        let comment: String?
        let when: String
        let machineTime: String
    }

    init(_ ratings: [SeenRating], zone: TimeZoneName) {
        let summary = ScoreSummary(ratings.map(\.score))
        self.mean = summary.meanText
        self.count = summary.count
        self.rows = ratings.map { rating in
            Entry(
                number: rating.caseNumber, title: rating.title, score: "\(rating.score.value): \(rating.score.word)",
                comment: rating.comment?.reveal(), when: IndonesianDate.text(rating.givenAt, in: zone),
                machineTime: IndonesianDate.machine(rating.givenAt, in: zone))
        }
        self.hasRows = !ratings.isEmpty
        self.empty =
            ratings.isEmpty
            ? EmptyState("Belum ada penilaian", "Penilaian tampil setelah perkaranya selesai.") : nil
    }
}
