/// How many answers of each score there are; everything else follows exactly, in whole numbers.
public struct ScoreSummary: Hashable, Sendable {
    /// How many answers for each score; a missing score has none.
    public private(set) var counts: [Score: Int]

    /// Counts answers one by one.
    public init(_ scores: some Sequence<Score> = []) {
        self.counts = [:]
        for score in scores { self.counts[score, default: 0] += 1 }
    }

    /// Takes counts as a database gives them. Negative counts are taken as none.
    public init(counts: [Score: Int]) { self.counts = counts.filter { $0.value > 0 } }

    /// How many answers.
    public var count: Int { self.counts.values.reduce(0, +) }

    /// The sum of all answers.
    public var sum: Int { self.counts.reduce(0) { $0 + $1.key.value * $1.value } }

    /// How many answers have this score.
    public func count(of score: Score) -> Int { self.counts[score] ?? 0 }

    /// The mean in hundredths, rounded half up; `nil` without answers.
    public var meanHundredths: Int? {
        let count = self.count
        guard count > 0 else { return nil }
        return (200 * self.sum + count) / (2 * count)
    }

    /// The mean as Indonesians write it, with two decimals: `4,25`; `nil` without answers.
    public var meanText: String? {
        self.meanHundredths.map { "\($0 / 100),\($0 % 100 < 10 ? "0" : "")\($0 % 100)" }
    }

    /// The answers of both.
    public static func + (one: ScoreSummary, other: ScoreSummary) -> ScoreSummary {
        ScoreSummary(counts: one.counts.merging(other.counts, uniquingKeysWith: +))
    }

    /// What may be shown to the public: below ``smallestPublicSample`` answers only their number, because a mean of
    /// so few says what single persons answered.
    public var publicMeanText: String? { self.count < Self.smallestPublicSample ? nil : self.meanText }

    /// Five answers.
    public static let smallestPublicSample = 5
}
