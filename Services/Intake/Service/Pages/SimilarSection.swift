import Contracts
import Web

/// What the template `similar` shows: recommended activities near to a draft, with reasons.
struct SimilarSection {
    struct Entry {
        let title: String
        let href: String
        let number: String
        let organiser: String
        let reasons: [Reason]
    }

    struct Reason {
        let text: String
    }

    let entries: [Entry]

    /// `nil` when there is nothing to show.
    init?(_ similar: [SimilarActivity]) {
        guard !similar.isEmpty else { return nil }
        self.entries = similar.map { activity in
            Entry(
                title: activity.title,
                href: "/katalog?cari=\(PercentCoding.encode(activity.number))",
                number: activity.number, organiser: activity.organiser,
                reasons: activity.reasons.map { Reason(text: $0.prefix(1).uppercased() + $0.dropFirst()) })
        }
    }
}
