/// A fraction of whole numbers, never negative. Means and indices stay exact until they are shown.
public struct Ratio: Hashable, Sendable, Comparable {
    /// Lowest terms.
    public let numerator: Int
    /// At least 1.
    public let denominator: Int

    /// Reduces to lowest terms. The numerator is at least 0, the denominator at least 1.
    public init(_ numerator: Int, over denominator: Int) {
        precondition(numerator >= 0 && denominator > 0, "a mean of answers is a fraction of counts")
        let divisor = Self.greatestCommonDivisor(numerator, denominator)
        self.numerator = numerator / divisor
        self.denominator = denominator / divisor
    }

    /// The value in units of 1 / `scale` (100: hundredths), a half rounded up.
    public func rounded(to scale: Int) -> Int {
        (2 * scale * self.numerator + self.denominator) / (2 * self.denominator)
    }

    /// As Indonesians write it, with two decimals, a half rounded up: `76,61`.
    public var text: String { Self.text(hundredths: self.rounded(to: 100)) }

    /// `7661` as `76,61`.
    public static func text(hundredths: Int) -> String {
        "\(hundredths / 100),\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }

    /// Exact, by multiplying crosswise.
    public static func < (one: Ratio, other: Ratio) -> Bool {
        one.numerator * other.denominator < other.numerator * one.denominator
    }

    private static func greatestCommonDivisor(_ one: Int, _ other: Int) -> Int {
        var (a, b) = (one, other)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }
}
