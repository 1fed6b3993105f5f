/// Turns what a visitor typed into words for the catalogue's search.
public enum SearchWords {
    /// Up to eight words of letters and digits, each at most 40 characters, in lower case.
    public static func words(of text: String) -> [String] {
        let pieces = text.lowercased().split { !$0.isLetter && !$0.isNumber }
        return pieces.prefix(8).map { String($0.prefix(40)) }
    }

    /// A query for PostgreSQL's `to_tsquery('simple', …)`: every word, each as a beginning; `nil` when there is none.
    public static func query(of text: String) -> String? {
        let words = self.words(of: text)
        return words.isEmpty ? nil : words.map { "'\($0)':*" }.joined(separator: " & ")
    }
}
