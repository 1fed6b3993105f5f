import Contracts

/// What to ask the catalogue for, so that everything near to a draft is among the answers. Says nothing of the ranks.
public struct SimilarityQuery: Hashable, Sendable {
    /// Words asked for at most.
    static let mostWords = 60

    /// The title as it is written, to find slips of the pen by trigrams.
    public let title: String
    /// Where regions overlap: any word of title, variables and population.
    public let all: Words
    /// Where they do not: any word of the title, so that a large catalogue is not read half; of all while there is no title.
    public let topic: Words
    /// Any of these marks in an entry's reach (``RegionReach/marks(of:)``) means that regions overlap.
    public let regions: [String]

    /// `nil` when the draft says nothing yet.
    public init?(_ draft: ActivitySketch) {
        let text = "\(draft.title); \(draft.variables.joined(separator: "; ")); \(draft.population)"
        guard let all = Words(text) else { return nil }
        self.title = draft.title
        self.all = all
        self.topic = Words(draft.title) ?? all
        self.regions = RegionReach.asked(by: draft.regions)
    }

    /// Words of which any is enough.
    public struct Words: Hashable, Sendable {
        /// For `to_tsquery('indonesian', …)`: each word of the topic, and those that mean the same.
        public let written: String
        /// For `to_tsquery('simple', …)`: each root that a word may have, as the stemmer may have cut it.
        public let roots: String

        /// `nil` when the text says nothing.
        init?(_ text: String) {
            let telling = ActivityWords.telling(text)
            let topics = telling.filter { !TradeWords.methods.contains($0) }
            let words = (topics.isEmpty ? telling : topics).prefix(SimilarityQuery.mostWords)
            guard !words.isEmpty else { return nil }
            let roots = Set(words.flatMap(IndonesianRoots.of))
            let same = roots.compactMap { TradeWords.standIn[$0] }.flatMap { TradeWords.sameAs[$0] ?? [] }
            self.written = Self.any(Set(words).union(same))
            self.roots = Self.any(Set(roots.flatMap(IndonesianRoots.kept)))
        }

        /// Words are letters and digits only, so quotes cannot end early.
        private static func any(_ words: Set<String>) -> String {
            words.sorted().map { "'\($0)'" }.joined(separator: " | ")
        }
    }
}
