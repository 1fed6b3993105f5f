/// One question of block II of the data survey (Survei Kebutuhan Data, SKD).
public struct SKDIndicator: Hashable, Sendable {
    /// Its number in the block, from 1.
    public let number: Int
    /// What it asks, in few Indonesian words; not the questionnaire's own wording.
    public let words: String
    /// Whether it counts for the perception of anti-corruption.
    public let isAboutCorruption: Bool

    /// A question.
    public init(number: Int, words: String, isAboutCorruption: Bool) {
        self.number = number
        self.words = words
        self.isAboutCorruption = isAboutCorruption
    }
}
