/// Reads percentages out of what people write for a sampling error.
///
/// Understood: `2,5%`, `2.5 %`, `5 persen`, `5 percent`, `RSE 10%`, `± 5%`, `2–3 persen`. Several values: the largest
/// counts. A percentage that is called a level of confidence (`tingkat kepercayaan 95%`) is left out. A number without
/// its sign (`0,05`, `5`) is not read as a percentage: it may be a fraction.
enum Percentages {
    /// The largest percentage that may be a sampling error; `nil` when none can be read.
    static func largest(in text: String) -> Double? {
        let pattern = #/(?<number>\d+(?:[.,]\d+)?)\s*(?:%|persen\b|prosen\b|percent\b|per\s+cent\b)/#.ignoresCase()
        var largest: Double?
        for match in text.matches(of: pattern) {
            guard let value = Double(match.number.replacing(",", with: ".")), value <= 100 else { continue }
            if self.isConfidence(text[..<match.range.lowerBound], text[match.range.upperBound...]) { continue }
            largest = max(largest ?? value, value)
        }
        return largest
    }

    /// Whether the words just before or just after the value call it a confidence.
    private static func isConfidence(_ before: Substring, _ after: Substring) -> Bool {
        let marks: Set<Character> = [",", ";", "\n", "%", "(", ")"]
        let clause = before.suffix(60).reversed().prefix { !marks.contains($0) }
        let words = PlainWords.words(String(clause.reversed()))
        let next = PlainWords.words(String(after.prefix(40).prefix { !marks.contains($0) })).prefix(3)
        let named: Set<String> = ["kepercayaan", "keyakinan", "confidence", "ci"]
        return words.contains { named.contains($0) } || next.contains { named.contains($0) }
    }
}
