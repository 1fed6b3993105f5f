/// Reads a sampling fraction: how many parts it shows.
///
/// A part is a fraction (`1/10`, `n/N`), a percentage (`5%`, `5 persen`) or a number (`0,05`). Numbers that only count
/// the stages ("tahap 1", "stage 2", "f1") are no parts. Not understood: fractions told in words ("sepersepuluh").
enum SampleFraction {
    /// The number of parts; `nil` when no part can be read at all.
    static func parts(of text: String) -> Int? {
        var rest = text
        rest.replace(
            #/\b(?:tahap(?:an)?|stage|fase|phase)\s*(?:ke\s*-?\s*)?(?:\d+|[ivx]+)\b/#.ignoresCase(), with: " ")
        rest.replace(#/\bf\d+\b/#.ignoresCase(), with: " ")
        let pattern = #/\d+(?:[.,]\d+)*\s*/\s*\d+(?:[.,]\d+)*|\b[a-z]+\d*\s*/\s*[a-z]+\d*|\d+(?:[.,]\d+)*/#
            .ignoresCase()
        let count = rest.matches(of: pattern).count
        return count == 0 ? nil : count
    }

    /// The stages that the text itself counts ("tahap 3"); at least two in a design of several stages.
    static func stagesNamed(in text: String) -> Int {
        let pattern = #/\b(?:tahap(?:an)?|stage|fase|phase)\s*(?:ke\s*-?\s*)?(?<number>\d)\b/#.ignoresCase()
        return max(2, text.matches(of: pattern).compactMap { Int($0.number) }.max() ?? 0)
    }
}
