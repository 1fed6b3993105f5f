/// Text of a form as words.
enum PlainWords {
    /// The text without markup and without blanks at its ends.
    static func text(_ text: String) -> String {
        if text.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) {
            return PlainText.of(html: text)
        }
        var kept = text[...]
        while kept.first?.isWhitespace ?? false { kept.removeFirst() }
        while kept.last?.isWhitespace ?? false { kept.removeLast() }
        return String(kept)
    }

    /// Lower case, cut at everything that is neither letter nor digit.
    static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// Lower-case letters and digits alone: `Cross-sectional`, `cross_sectional` and `cross sectional` are the same.
    static func folded(_ text: String) -> String { self.words(text).joined() }

    /// Whether `wanted` stands in `words` as a run.
    static func run(_ wanted: [String], in words: [String]) -> Bool {
        guard !wanted.isEmpty, words.count >= wanted.count else { return false }
        return (0...(words.count - wanted.count)).contains { words[$0..<($0 + wanted.count)].elementsEqual(wanted) }
    }
}
