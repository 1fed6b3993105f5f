/// One answer to "how satisfied are you?", from 1 (not at all) to 5 (very).
public struct Score: Hashable, Sendable, Comparable {
    /// 1 to 5.
    public let value: Int

    /// `nil` outside 1…5.
    public init?(_ value: Int) {
        guard (1...5).contains(value) else { return nil }
        self.value = value
    }

    /// All scores, lowest first.
    public static let all = (1...5).compactMap(Score.init)

    /// The word beside the number, in Indonesian.
    public var word: String {
        switch self.value {
        case 1: "Sangat tidak puas"
        case 2: "Tidak puas"
        case 3: "Cukup"
        case 4: "Puas"
        default: "Sangat puas"
        }
    }

    /// Compares the values.
    public static func < (one: Score, other: Score) -> Bool { one.value < other.value }
}
