/// How far words are the same, worked out once per pair: a draft's few words against those of all candidates.
///
/// Not Sendable: one for each ranking.
final class WordMatches {
    /// What a likely slip of the pen is worth.
    private static let slip = 0.8
    /// Shorter words are too easily alike.
    private static let shortestSlip = 6

    private var numbers: [String: Int] = [:]
    private var roots: [Set<String>] = []
    private var groups: [Set<UInt64>] = []
    private var lengths: [Int] = []
    /// By number of the draft's word, then of the other's; below 0 where nobody has asked.
    private var worth: [[Double]] = []

    /// The number by which a word is compared.
    func number(of word: String) -> Int {
        if let known = self.numbers[word] { return known }
        let number = self.roots.count
        self.numbers[word] = number
        let roots = IndonesianRoots.of(word)
        self.roots.append(roots.union(roots.compactMap { TradeWords.standIn[$0] }))
        self.groups.append(Trigrams.groups(word))
        self.lengths.append(word.count)
        return number
    }

    /// 1 for forms of one word or words of one meaning, less for a likely slip, 0 otherwise.
    func worth(_ draft: Int, _ other: Int) -> Double {
        while self.worth.count <= draft { self.worth.append([]) }
        if self.worth[draft].count <= other {
            self.worth[draft] += Array(repeating: -1, count: max(self.roots.count, other + 1) - self.worth[draft].count)
        }
        let known = self.worth[draft][other]
        if known >= 0 { return known }
        let found = self.compare(draft, other)
        self.worth[draft][other] = found
        return found
    }

    private func compare(_ one: Int, _ other: Int) -> Double {
        if one == other || !self.roots[one].isDisjoint(with: self.roots[other]) { return 1 }
        guard min(self.lengths[one], self.lengths[other]) >= Self.shortestSlip,
            abs(self.lengths[one] - self.lengths[other]) <= 2
        else { return 0 }
        return Trigrams.likeness(self.groups[one], self.groups[other]) >= 0.5 ? Self.slip : 0
    }
}
