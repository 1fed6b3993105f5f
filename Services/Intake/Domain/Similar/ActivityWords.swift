/// The words of a text, as activities are compared by them.
struct ActivityWords {
    /// A word with its weight.
    struct Word {
        /// As it is written, in lower case, short forms in full.
        let text: String
        /// 1 for a word of the topic, less for one of the method, above 0.
        let weight: Double
        /// Whether it means something, wherever it stands.
        let isTelling: Bool
        /// By which ``WordMatches`` knows it.
        let number: Int

        init(_ text: String, number: Int) {
            self.text = text
            self.weight = TradeWords.methods.contains(text) ? methodWeight : 1
            self.isTelling = ActivityWords.isTelling(text)
            self.number = number
        }
    }

    /// Words beyond these are not compared.
    static let most = 160
    /// Letters of a word beyond these are not compared.
    static let longest = 40
    /// Pieces of a text beyond these are not read.
    static let mostPieces = 4 * most
    /// What a word of the method counts for.
    static let methodWeight = 0.15

    /// In the order of the text, each once; without words that mean nothing or name a region.
    let words: [Word]
    /// Of all of them.
    let weight: Double

    /// Reads a text.
    init(_ text: String, in matches: WordMatches) { self.init(Self.pieces(text), in: matches) }

    /// Reads a text that has been taken apart.
    ///
    /// - Parameter places: numbers of words that name the activity's regions.
    init(_ pieces: [String], without places: Set<Int> = [], in matches: WordMatches) {
        var seen = places
        var words: [Word] = []
        for piece in pieces where words.count < Self.most {
            for word in matches.words(of: piece) where word.isTelling && seen.insert(word.number).inserted {
                words.append(word)
            }
        }
        self.words = Array(words.prefix(Self.most))
        self.weight = self.words.reduce(0) { $0 + $1.weight }
    }

    /// Words that mean something and name no region, each once.
    static func telling(_ text: String, without places: Set<String> = []) -> [String] {
        var seen = places
        let words = self.pieces(text).flatMap(self.inFull).filter {
            self.isTelling($0) && seen.insert($0).inserted
        }
        return Array(words.prefix(self.most))
    }

    private static func isTelling(_ word: String) -> Bool {
        !TradeWords.stop.contains(word) && !TradeWords.places.contains(word) && word.count > 1 && Int(word) == nil
    }

    /// A text's letters and digits between everything else, in lower case.
    static func pieces(_ text: String) -> [String] {
        let lower = text.lowercased()
        // Plain text, which titles nearly always are, is taken apart by its bytes: looking up what kind of character each
        // is took a fifth of a ranking.
        guard lower.utf8.allSatisfy({ $0 < 0x80 }) else {
            return lower.split { !$0.isLetter && !$0.isNumber }.prefix(self.mostPieces).map {
                String($0.prefix(self.longest))
            }
        }
        return lower.utf8.split { !self.isPlainLetterOrDigit($0) }.prefix(self.mostPieces).map {
            String(Substring($0.prefix(self.longest)))
        }
    }

    private static func isPlainLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }

    /// The words that a piece stands for.
    static func inFull(_ piece: String) -> [String] {
        TradeWords.inFull[piece].map { $0.split(separator: " ").map(String.init) } ?? [piece]
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
