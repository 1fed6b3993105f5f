public import Contracts

/// What an applicant writes beside the score. It stays with Rating.
public struct RatingComment: Hashable, Sendable {
    /// Trimmed; at most ``longest`` characters.
    public let text: Personal<String>

    /// 1,000 characters.
    public static let longest = 1000

    /// `nil` for nothing but blanks.
    ///
    /// - Throws: ``Problem`` when it is too long or holds characters that are not text.
    public static func reading(_ text: String?) throws(Problem) -> RatingComment? {
        guard let text else { return nil }
        let trimmed = PlainText.trimmed(text)
        guard !trimmed.isEmpty else { return nil }
        guard trimmed.count <= self.longest else {
            throw .invalid([
                FieldProblem(
                    field: "komentar", code: "too-long",
                    message: "Komentar paling panjang \(self.longest) karakter. Persingkat, lalu kirim lagi.")
            ])
        }
        guard PlainText.isClean(trimmed) else {
            throw .invalid([
                FieldProblem(
                    field: "komentar", code: "unreadable",
                    message: "Komentar berisi tanda yang bukan teks. Hapus tanda itu, lalu kirim lagi.")
            ])
        }
        return RatingComment(text: Personal(trimmed))
    }
}
