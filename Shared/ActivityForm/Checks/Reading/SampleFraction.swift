/// Reads a sampling fraction: how many parts it shows.
///
/// A part is a fraction (`1/10`, `1:10`, `n/N`, `400 dari 12.500`), a percentage (`5%`, `5 persen`, `5-10%`) or a number
/// (`0,05`). The same part told once more (`400/12.500 = 3,2%`, `1/10 (10%)`, `0,1 atau 10 persen`) is counted once.
/// Numbers that only count the stages ("tahap 1", "2 tahap", "f1"), that are a year ("tahun 2026") or the size of the
/// population ("n = 400, N = 12.500", "populasi 12.500") are no parts. Not understood: fractions told in words
/// ("sepersepuluh").
enum SampleFraction {
    /// A stage that is counted.
    private static let stage = Pattern(
        #/\b(?:tahap(?:an)?|stage|fase|phase)\s*(?:ke\s*-?\s*)?(?:\d+|[ivx]+)\b/#)
    /// A stage that is counted in one digit.
    private static let numberedStage = Pattern(
        #/\b(?:tahap(?:an)?|stage|fase|phase)\s*(?:ke\s*-?\s*)?(?<number>\d)\b/#)
    /// How many stages there are: `2 tahap`.
    private static let countOfStages = Pattern(#/(?:^|[\s(])\d\s*-?\s*(?:tahap(?:an)?|stages?|fase|phases?)\b/#)
    /// A fraction with its number: `f1`.
    private static let numbered = Pattern(#/\bf\d+\b/#)
    private static let year = Pattern(#/\btahun\s+(?:19|20)\d\d\b/#)
    /// The size of the population; a small `n` is that of the sample.
    private static let capitalN = Pattern(#/(?:^|[\s,;(])N\s*=\s*\d+(?:[.,]\d+)*/#, capitalsMatter: true)
    /// The size of the population in words; "400 dari populasi 12.500" is a share, and is counted.
    private static let population = Pattern(
        #/(?<share>\bdari\s+(?:total\s+|jumlah\s+)?)?\bpopulasi\s*(?:sebanyak|sebesar|=|:)?\s*\d+(?:[.,]\d+)*/#)
    /// A part, with what tells it once more.
    private static let part = Pattern(
        #/
        (?:
          # a share: "400 rumah tangga dari total 12.500"
          \d+(?:[.,]\d+)* (?:\s*/\s*\d+(?:[.,]\d+)*)? (?:\s*(?:%|persen\b))?
          (?:\s+(?!(?:dan|serta|lalu|kali|x)\b)[a-z]+){0,3}? \s+dari\s+
          (?:(?:total|seluruh|jumlah|populasi|sebanyak)\s+){0,2} \d+(?:[.,]\d+)*
          # told once more behind its unit: "rumah tangga = 3,2"
          (?:
            (?:\s+(?!(?:dan|serta|lalu|kali|x)\b)[a-z]+){0,3}?
            \s* (?:=|≈|\(|,?\s*(?:atau|yaitu|yakni)\b) \s* \d+(?:[.,]\d+)*
          )?
        |
          # from here to there: "5-10%"
          \d+(?:[.,]\d+)* \s*(?:-|–|s\.?d\.?|s/d|sampai|hingga)\s* \d+(?:[.,]\d+)* (?=\s*(?:%|persen\b))
        |
          # a fraction, a fraction in letters, a number
          (?: \d+(?:[.,]\d+)*\s*[/:]\s*\d+(?:[.,]\d+)* | \b[a-z]+\d*\s*/\s*[a-z]+\d* | \d+(?:[.,]\d+)* )
        )
        # told once more directly: "= 3,2", "atau 10", "(400 dari 12.500"
        (?:
          \s*(?:%|persen\b)? \s* (?:=|≈|\(|,?\s*(?:atau|yaitu|yakni)\b) \s*
          \d+(?:[.,]\d+)*
          (?:
            (?: \s*/ | (?:\s+(?!(?:dan|serta|lalu|kali|x)\b)[a-z]+){0,3}? \s+dari\b ) \s* \d+(?:[.,]\d+)*
          )?
        )*
        /#)

    /// The number of parts; `nil` when no part can be read at all.
    static func parts(of text: String) -> Int? {
        var rest = text
        // A mark stays in their place: what follows the name of a stage is never what came before it told once more.
        rest.replace(self.stage, with: " ; ")
        rest.replace(self.numbered, with: " ; ")
        rest.replace(self.countOfStages, with: " ; ")
        rest.replace(self.year, with: " ")
        rest.replace(self.capitalN, with: " ")
        rest.replace(self.population) { $0.share == nil ? " " : String($0.output.0) }
        let count = rest.matches(of: self.part).count
        return count == 0 ? nil : count
    }

    /// The stages that the text itself counts ("tahap 3"); at least two in a design of several stages.
    static func stagesNamed(in text: String) -> Int {
        max(2, text.matches(of: self.numberedStage).compactMap { Int($0.number) }.max() ?? 0)
    }
}
