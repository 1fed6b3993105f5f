/// The measures by which a sampling error is given.
enum ErrorMeasure {
    /// Names and short forms, folded to words. "Sampling error" alone names no measure.
    private static let names: [[String]] = [
        ["rse"], ["relative", "standard", "error"], ["galat", "baku"], ["galat", "baku", "relatif"],
        ["kesalahan", "baku"],
        ["kesalahan", "relatif"], ["cv"], ["coefficient", "of", "variation"], ["koefisien", "variasi"],
        ["koefisien", "keragaman"], ["moe"], ["margin", "of", "error"], ["margin", "error"], ["batas", "kesalahan"],
        ["bound", "of", "error"], ["boe"], ["alpha"], ["alfa"], ["α"], ["taraf", "signifikansi"],
        ["tingkat", "signifikansi"], ["se"], ["standard", "error"], ["standar", "error"], ["standar", "eror"], ["mse"],
        ["deff"], ["slovin"],
    ]

    /// Whether the text names one.
    static func isNamed(in text: String) -> Bool {
        // "RSE10%" and "α=0,05": a digit ends the name.
        let words = PlainWords.words(text).flatMap { word -> [String] in
            let letters = word.prefix { !$0.isNumber }
            return letters.isEmpty || letters.count == word.count
                ? [word] : [String(letters), String(word.dropFirst(letters.count))]
        }
        return self.names.contains { PlainWords.run($0, in: words) }
    }
}
