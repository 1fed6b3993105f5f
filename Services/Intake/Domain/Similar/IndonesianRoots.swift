/// Roots that an Indonesian word may have.
///
/// PostgreSQL's stemmer loses the first letter of roots in k, t, s and p behind a nasal prefix: `pengiriman` becomes
/// `irim`, `kirim` stays. So no single root is chosen here: every possible one is given, and two words are
/// forms of one when they share one. Affixes: Tata Bahasa Baku Bahasa Indonesia, chapter on the morphology of verbs
/// and nouns.
enum IndonesianRoots {
    /// A part of a word that is shorter is no root on its own.
    static let shortest = 4

    /// All roots that a word may have, the word itself among them.
    ///
    /// - Parameter word: lower-case letters and digits.
    static func of(_ word: String) -> Set<String> {
        var found: Set<String> = [word]
        guard word.count > self.shortest, word.allSatisfy(\.isLetter) else { return found }
        var bare: Set<String> = [word]
        for particle in ["nya", "lah", "kah", "pun"] where word.hasSuffix(particle) {
            bare.insert(String(word.dropLast(particle.count)))
        }
        for word in bare {
            var stems: Set<String> = [word]
            for suffix in ["kan", "an", "i"] where word.hasSuffix(suffix) {
                stems.insert(String(word.dropLast(suffix.count)))
            }
            for stem in stems {
                found.insert(stem)
                for once in self.withoutPrefix(stem) {
                    found.insert(once)
                    // `memberdayakan`, `keberhasilan`, `pemberdayaan`: a second prefix.
                    found.formUnion(self.withoutPrefix(once).filter { $0.count > self.shortest })
                }
            }
        }
        return found.filter { $0.count >= self.shortest || $0 == word }
    }

    /// What may stand behind the prefix of a word; empty when it has none.
    private static func withoutPrefix(_ word: String) -> [String] {
        var rests: [String] = []
        for prefix in ["di", "ke", "se", "ter", "ber", "per", "bel", "pel", "be"] where word.hasPrefix(prefix) {
            rests.append(String(word.dropFirst(prefix.count)))
        }
        for nasal in ["me", "pe"] where word.hasPrefix(nasal) {
            let rest = word.dropFirst(2)
            rests.append(String(rest))
            for (sound, lost) in [("ny", ["s"]), ("ng", ["k", ""]), ("n", ["t", ""]), ("m", ["p", ""])]
            where rest.hasPrefix(sound) {
                let root = rest.dropFirst(sound.count)
                guard let first = root.first else { continue }
                // Behind a vowel the first letter may have been swallowed; before a consonant the nasal stands alone.
                rests += "aiueo".contains(first) ? lost.map { $0 + root } : [String(root)]
                break
            }
            if rest.hasPrefix("nge") { rests.append(String(rest.dropFirst(3))) }
        }
        return rests.filter { $0.count >= self.shortest }
    }

    /// Forms under which PostgreSQL's dictionary may have kept words of a root: whole, and without the first letter.
    static func kept(_ root: String) -> [String] {
        guard let first = root.first, "ktsp".contains(first), root.count >= self.shortest else { return [root] }
        return [root, String(root.dropFirst())]
    }
}
