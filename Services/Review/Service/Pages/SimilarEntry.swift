import Contracts
import Web

/// A recommended activity near to what was filed, on the officer's page.
struct SimilarEntry {
    let title: String
    let href: String
    let number: String
    let organiser: String
    let reasons: [Reason]

    struct Reason {
        let text: String
    }

    init(_ activity: SimilarActivity) {
        self.title = activity.title
        self.href = "/katalog?cari=\(PercentCoding.encode(activity.number))"
        self.number = activity.number
        self.organiser = activity.organiser
        self.reasons = activity.reasons.map { Reason(text: $0.prefix(1).uppercased() + $0.dropFirst()) }
    }
}
