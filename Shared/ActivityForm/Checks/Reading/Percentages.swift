/// Reads percentages out of what people write for a sampling error.
///
/// Understood: `2,5%`, `2.5 %`, `5 persen`, `5 percent`, `RSE 10%`, `± 5%`, `2–3 persen`. Several values: the largest
/// counts. A percentage that is called a level of confidence (`tingkat kepercayaan (95%)`, `95% confidence`), a power
/// (`power 80%`) or a rate of response is left out, and so is a share of the population (`10% dari populasi`); the words
/// between two values call one of them so, not both: `margin of error 10% pada tingkat kepercayaan 95%` is
/// 10. A number without its sign (`0,05`, `5`) is not read as a percentage: it may be a fraction.
enum Percentages {
    private static let marks: Set<Character> = [",", ";", "\n", "%"]
    private static let confidence: Set<String> = [
        "kepercayaan", "keyakinan", "confidence", "ci", "cl", "power", "kekuatan", "respon", "respons", "response",
        "nonrespon", "nonrespons", "nonresponse",
    ]
    private static let usualConfidence: Set<Double> = [90, 95, 99]
    /// What may stand beside a word of ``confidence``: `tingkat kepercayaan`, `level of confidence`.
    private static let beside: Set<String> = ["tingkat", "taraf", "selang", "interval", "level", "of"]

    private static let percentage = Pattern(
        #/(?<number>\d+(?:[.,]\d+)?)\s*(?:%|persen\b|prosen\b|percent\b|per\s+cent\b)/#)

    /// The largest percentage that may be a sampling error; `nil` when none can be read.
    static func largest(in text: String) -> Double? {
        let found = text.matches(of: self.percentage).compactMap { match in
            Double(match.number.replacing(",", with: ".")).map { (value: $0, range: match.range) }
        }
        var errors: [Double] = []
        var before = self.words(text[..<(found.first?.range.lowerBound ?? text.startIndex)].suffix(60), atEnd: true)
        for (index, (value, range)) in found.enumerated() {
            let next = index + 1 < found.count ? found[index + 1] : nil
            let between = text[range.upperBound..<(next?.range.lowerBound ?? text.endIndex)]
            var own = self.nameDirectlyAt(self.words(between.prefix(60), atEnd: false))
            let isOneClause = !between.contains { self.marks.contains($0) }
            // "MoE 5% CI 95%": of two values the higher one is the level of confidence.
            if isOneClause, let next, next.value > value { own = 0 }
            let isConfidence = own > 0 || !self.confidence.isDisjoint(with: before)
            if value <= 100, !isConfidence, !self.isShare(self.words(between.prefix(60), atEnd: false)) {
                errors.append(value)
            }
            before = self.words(between.suffix(60), atEnd: true)
            if isOneClause { before.removeFirst(min(own, before.count)) }
        }
        // "alpha 0,05 (95%), MoE 4%": beside another value a usual level of confidence is one, also where nobody says so.
        return errors.filter { !self.usualConfidence.contains($0) }.max() ?? errors.max()
    }

    /// Whether the words just after a value make it a share of those who might be asked: "dari total populasi".
    private static func isShare(_ words: [String]) -> Bool {
        words.first == "dari"
            && words.prefix(4).contains { ["populasi", "penduduk", "sampel", "responden"].contains($0) }
    }

    /// How many words just after a value call it a confidence: 0 when they do not.
    private static func nameDirectlyAt(_ words: [String]) -> Int {
        let leading = words.prefix { self.beside.contains($0) }.count
        guard leading < words.count, self.confidence.contains(words[leading]) else { return 0 }
        return leading + 1
    }

    /// The words of the clause with which a text begins or ends.
    private static func words(_ text: Substring, atEnd: Bool) -> [String] {
        let clause =
            atEnd
            ? String(text.reversed().prefix { !self.marks.contains($0) }.reversed())
            : String(text.prefix { !self.marks.contains($0) })
        return PlainWords.words(clause)
    }
}
