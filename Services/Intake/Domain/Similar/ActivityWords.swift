/// The words of a text, as activities are compared by them.
struct ActivityWords {
    /// A word with its weight.
    struct Word {
        /// As it is written, in lower case, short forms in full.
        let text: String
        /// 1 for a word of the topic, less for one of the method, above 0.
        let weight: Double
        /// By which ``WordMatches`` knows it.
        let number: Int
    }

    /// Words beyond these are not compared.
    static let most = 160
    /// Letters of a word beyond these are not compared.
    static let longest = 40
    /// What a word of the method counts for.
    static let methodWeight = 0.15

    /// In the order of the text, each once; without words that mean nothing or name a region.
    let words: [Word]
    /// Of all of them.
    let weight: Double

    /// Reads a text.
    ///
    /// - Parameter places: words that name the activity's regions, in lower case.
    init(_ text: String, without places: Set<String> = [], in matches: WordMatches) {
        self.words = Self.telling(text, without: places).map { word in
            Word(
                text: word, weight: TradeWords.methods.contains(word) ? Self.methodWeight : 1,
                number: matches.number(of: word))
        }
        self.weight = self.words.reduce(0) { $0 + $1.weight }
    }

    /// Words that mean something and name no region, each once.
    static func telling(_ text: String, without places: Set<String> = []) -> [String] {
        var seen: Set<String> = []
        let words = self.pieces(text).filter { word in
            !TradeWords.stop.contains(word) && !TradeWords.places.contains(word) && !places.contains(word)
                && word.count > 1 && Int(word) == nil && seen.insert(word).inserted
        }
        return Array(words.prefix(self.most))
    }

    /// Lower-case words, short forms in full.
    static func pieces(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.prefix(4 * self.most).flatMap { piece -> [String] in
            let word = String(piece.prefix(self.longest))
            return TradeWords.inFull[word].map { $0.split(separator: " ").map(String.init) } ?? [word]
        }
    }

    /// What is shared by a draft's text, which is this one, and another's.
    func shared(with other: ActivityWords, in matches: WordMatches) -> Shared {
        var mine = Array(repeating: 0.0, count: self.words.count)
        var theirs = Array(repeating: 0.0, count: other.words.count)
        for (at, word) in self.words.enumerated() {
            for (there, candidate) in other.words.enumerated() {
                let worth = matches.worth(word.number, candidate.number)
                if worth > mine[at] { mine[at] = worth }
                if worth > theirs[there] { theirs[there] = worth }
            }
        }
        return Shared(draft: self, other: other, mine: mine, theirs: theirs)
    }

    /// Words of a draft's text that another has in some form, and the other way round.
    struct Shared {
        let draft: ActivityWords
        let other: ActivityWords
        /// What each of the draft's words finds, from 0 to 1.
        let mine: [Double]
        /// What each of the other's words finds.
        let theirs: [Double]

        /// How far the two say the same, from 0 to 1: the weight of shared words, of all words (Dice's coefficient).
        var likeness: Double {
            let whole = self.draft.weight + self.other.weight
            guard whole > 0 else { return 0 }
            return (Self.sum(self.draft, self.mine) + Self.sum(self.other, self.theirs)) / whole
        }

        /// What part of the other's words the draft has, from 0 to 1.
        var covered: Double {
            self.other.weight > 0 ? Self.sum(self.other, self.theirs) / self.other.weight : 0
        }

        /// The draft's words that are shared and say what it is about.
        var topics: [String] {
            zip(self.draft.words, self.mine).filter { $0.weight == 1 && $1 > 0 }.map(\.0.text)
        }

        private static func sum(_ words: ActivityWords, _ worth: [Double]) -> Double {
            zip(words.words, worth).reduce(0) { $0 + $1.0.weight * $1.1 }
        }
    }
}
