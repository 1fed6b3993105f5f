/// The likeness of two words by the groups of three letters that they share, as PostgreSQL's `pg_trgm` counts it.
enum Trigrams {
    /// The groups of a word, two blanks before it and one behind, each once, in ascending order.
    static func groups(_ word: String) -> [UInt64] {
        let letters = Array("  \(word) ".unicodeScalars)
        return Set(
            (0..<(letters.count - 2)).map { at in
                (UInt64(letters[at].value) << 42) | (UInt64(letters[at + 1].value) << 21)
                    | UInt64(letters[at + 2].value)
            }
        ).sorted()
    }

    /// From 0 to 1: shared groups of all groups.
    static func likeness(_ one: [UInt64], _ other: [UInt64]) -> Double {
        var (shared, here, there) = (0, 0, 0)
        while here < one.count, there < other.count {
            if one[here] < other[there] {
                here += 1
            } else if one[here] > other[there] {
                there += 1
            } else {
                (shared, here, there) = (shared + 1, here + 1, there + 1)
            }
        }
        return Double(shared) / Double(max(1, one.count + other.count - shared))
    }
}
