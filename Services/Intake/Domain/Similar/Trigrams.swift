/// The likeness of two words by the groups of three letters that they share, as PostgreSQL's `pg_trgm` counts it.
enum Trigrams {
    /// The groups of a word, two blanks before it and one behind.
    static func groups(_ word: String) -> Set<UInt64> {
        let letters = Array("  \(word) ".unicodeScalars)
        return Set(
            (0..<(letters.count - 2)).map { at in
                (UInt64(letters[at].value) << 42) | (UInt64(letters[at + 1].value) << 21)
                    | UInt64(letters[at + 2].value)
            })
    }

    /// From 0 to 1: shared groups of all groups.
    static func likeness(_ one: Set<UInt64>, _ other: Set<UInt64>) -> Double {
        let shared = one.intersection(other).count
        return Double(shared) / Double(max(1, one.count + other.count - shared))
    }
}
