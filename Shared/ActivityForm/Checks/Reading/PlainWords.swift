/// Text of a form as words.
enum PlainWords {
    /// The text without markup and without blanks at its ends.
    static func text(_ text: String) -> String {
        if text.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) {
            return PlainText.of(html: text)
        }
        // Nearly every text begins and ends with a letter or a sign of ASCII.
        if let first = text.utf8.first, let last = text.utf8.last, self.isInk(first), self.isInk(last) { return text }
        var kept = text[...]
        while kept.first?.isWhitespace ?? false { kept.removeFirst() }
        while kept.last?.isWhitespace ?? false { kept.removeLast() }
        return String(kept)
    }

    /// Whether there is neither a letter nor a digit in it: a dash or a full stop is how people leave a field empty.
    static func saysNothing(_ text: String) -> Bool {
        let hasMarkup = text.utf8.contains { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }
        return !(hasMarkup ? PlainText.of(html: text) : text).unicodeScalars.contains(where: self.isInWord)
    }

    private static func isInk(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }

    /// Lower case, cut at everything that is neither letter nor digit.
    static func words(_ text: String) -> [String] {
        text.lowercased().unicodeScalars.split { !self.isInWord($0) }.map { String($0) }
    }

    /// The first of ``words(_:)``, without looking at the rest.
    static func first(_ text: String) -> String? {
        let word = text.unicodeScalars.drop { !self.isInWord($0) }.prefix { self.isInWord($0) }
        return word.isEmpty ? nil : String(word).lowercased()
    }

    /// A letter, a digit, or a mark on a letter. Nearly all text is ASCII, for which Unicode's tables need not be asked.
    static func isInWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x39: return true
        case 0..<0x80: return false
        default:
            let properties = scalar.properties
            return properties.isAlphabetic || properties.numericType != nil
                || properties.generalCategory == .nonspacingMark
        }
    }

    /// Lower-case letters and digits alone: `Cross-sectional`, `cross_sectional` and `cross sectional` are the same.
    static func folded(_ text: String) -> String { self.words(text).joined() }

    /// Whether `wanted` stands in `words` as a run.
    static func run(_ wanted: [String], in words: [String]) -> Bool {
        guard !wanted.isEmpty, words.count >= wanted.count else { return false }
        return (0...(words.count - wanted.count)).contains { words[$0..<($0 + wanted.count)].elementsEqual(wanted) }
    }
}
