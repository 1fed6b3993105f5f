/// What the issue adds to an approved letter.
public struct LetterNumbers: Sendable, Hashable, Codable {
    /// The number of the letter, e.g. `B-1145/61040/VS.190/2026`.
    public var letterNumber: String
    /// The number of the recommendation, e.g. `V-26.6104.001`; a refusal has none.
    public var recommendationNumber: String?
    /// The date in words, e.g. `21 November 2026`.
    public var date: String
    /// Where the QR code leads: the page that verifies this letter.
    public var verificationURL: String
    /// The code to type on that page.
    public var verificationCode: String

    public init(
        letterNumber: String, recommendationNumber: String?, date: String, verificationURL: String,
        verificationCode: String
    ) {
        self.letterNumber = letterNumber
        self.recommendationNumber = recommendationNumber
        self.date = date
        self.verificationURL = verificationURL
        self.verificationCode = verificationCode
    }
}
