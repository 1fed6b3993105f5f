/// The measures by which a sampling error is given.
enum ErrorMeasure {
    /// Names and short forms, folded to words. "Sampling error" alone names no measure.
    private static let names: [[String]] = [
        ["rse"], ["relative", "standard", "error"], ["galat", "baku"], ["galat", "baku", "relatif"],
        ["kesalahan", "baku"],
        ["kesalahan", "relatif"], ["cv"], ["coefficient", "of", "variation"], ["koefisien", "variasi"],
        ["koefisien", "keragaman"], ["moe"], ["margin", "of", "error"], ["margin", "error"], ["batas", "kesalahan"],
        ["bound", "of", "error"], ["boe"], ["alpha"], ["alfa"], ["α"], ["taraf", "signifikansi"],
        ["tingkat", "signifikansi"], ["taraf", "nyata"], ["significance", "level"], ["level", "of", "significance"],
        ["standard", "error"], ["standar", "error"], ["standar", "eror"], ["mse"],
        ["deff"], ["slovin"], ["toleransi", "kesalahan"], ["toleransi", "error"], ["error", "tolerance"],
        ["tingkat", "kesalahan"], ["taraf", "kesalahan"], ["relative", "sampling", "error"],
    ]

    private static let dotted = Pattern(#/\b[A-Za-z](?:\.[A-Za-z])+\b/#, capitalsMatter: true)

    /// Whether the text names one.
    static func isNamed(in text: String) -> Bool {
        let text = text.contains(".") ? self.withoutDots(text) : text
        // "RSE10%" and "α=0,05": a digit ends the name.
        let words = PlainWords.words(text).flatMap { word -> [String] in
            let letters = word.prefix { !$0.isNumber }
            return letters.isEmpty || letters.count == word.count
                ? [word] : [String(letters), String(word.dropFirst(letters.count))]
        }
        return self.names.contains { PlainWords.run($0, in: words) } || self.isStandardError(words, text)
    }

    /// Whether "SE" is the standard error: as a word in capitals, or with its value. It is a prefix as well: "se-Kabupaten".
    private static func isStandardError(_ words: [String], _ text: String) -> Bool {
        guard let place = words.firstIndex(of: "se") else { return false }
        let next = place + 1 < words.count ? words[place + 1] : "0"
        return next.first?.isNumber ?? false || next == "sebesar"
            || text.split(whereSeparator: { !$0.isLetter }).contains("SE")
    }

    /// "R.S.E." and "C.V." without their full stops.
    private static func withoutDots(_ text: String) -> String {
        text.replacing(self.dotted) { $0.output.filter { $0 != "." } }
    }
}
