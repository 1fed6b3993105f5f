import Contracts

/// What is known of words, and how far they are the same, worked out once for each word and pair: a draft's few words against
/// those of all candidates, which have many in common.
///
/// Not Sendable: one for each ranking.
final class WordMatches {
    /// What a likely slip of the pen is worth.
    private static let slip = 0.8
    /// Shorter words are too easily alike.
    private static let shortestSlip = 6

    /// What words are compared by.
    private struct Parts {
        /// Numbers of roots, few.
        let roots: [Int]
        let groups: [UInt64]
        let length: Int
    }

    private var words: [String: ActivityWords.Word] = [:]
    /// The words that a piece of text stands for, in full.
    private var pieces: [String: [ActivityWords.Word]] = [:]
    /// The numbers of the words in a region's name.
    private var places: [UnitCode: Set<Int>] = [:]
    /// By number; `nil` while nothing has been compared with the word.
    private var parts: [Parts?] = []
    private var texts: [String] = []
    private var roots: [String: Int] = [:]
    /// By number of the draft's word, then of the other's; below 0 where nobody has asked.
    private var worth: [[Double]] = []

    /// The words that a piece of text stands for.
    func words(of piece: String) -> [ActivityWords.Word] {
        if let known = self.pieces[piece] { return known }
        let words = ActivityWords.inFull(piece).map { self.word($0) }
        self.pieces[piece] = words
        return words
    }

    /// The numbers of the words in a region's name.
    func places(of code: UnitCode, named regionName: (UnitCode) -> String?) -> Set<Int> {
        if let known = self.places[code] { return known }
        let pieces = regionName(code).map { ActivityWords.pieces($0) } ?? []
        let found = Set(pieces.flatMap { self.words(of: $0).map(\.number) })
        self.places[code] = found
        return found
    }

    private func word(_ text: String) -> ActivityWords.Word {
        if let known = self.words[text] { return known }
        let word = ActivityWords.Word(text, number: self.texts.count)
        self.words[text] = word
        self.texts.append(text)
        self.parts.append(nil)
        return word
    }

    private func parts(_ number: Int) -> Parts {
        if let known = self.parts[number] { return known }
        let word = self.texts[number]
        let roots = IndonesianRoots.of(word)
        let parts = Parts(
            roots: roots.union(roots.compactMap { TradeWords.standIn[$0] }).map { self.rootNumber($0) },
            groups: Trigrams.groups(word), length: word.count)
        self.parts[number] = parts
        return parts
    }

    private func rootNumber(_ root: String) -> Int {
        if let known = self.roots[root] { return known }
        let number = self.roots.count
        self.roots[root] = number
        return number
    }

    /// 1 for forms of one word or words of one meaning, less for a likely slip, 0 otherwise.
    func worth(_ draft: Int, _ other: Int) -> Double {
        while self.worth.count <= draft { self.worth.append([]) }
        if self.worth[draft].count <= other {
            self.worth[draft] += Array(repeating: -1, count: max(self.texts.count, other + 1) - self.worth[draft].count)
        }
        let known = self.worth[draft][other]
        if known >= 0 { return known }
        let found = self.compare(draft, other)
        self.worth[draft][other] = found
        return found
    }

    private func compare(_ one: Int, _ other: Int) -> Double {
        if one == other { return 1 }
        let (mine, theirs) = (self.parts(one), self.parts(other))
        if mine.roots.contains(where: { theirs.roots.contains($0) }) { return 1 }
        guard min(mine.length, theirs.length) >= Self.shortestSlip, abs(mine.length - theirs.length) <= 2
        else { return 0 }
        return Trigrams.likeness(mine.groups, theirs.groups) >= 0.5 ? Self.slip : 0
    }
}
