/// The code under a letter: twenty characters that nobody can guess (100 bits), in groups of four.
///
/// The alphabet is Crockford's base 32, which has no I, L, O and U, so that a code can be read aloud and typed.
enum VerificationCode {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    private static let length = 20

    /// The code of twenty random numbers.
    static func make(from random: [UInt8]) -> String {
        precondition(random.count >= self.length, "a code needs 20 random bytes")
        let characters = random.prefix(self.length).map { self.alphabet[Int($0 & 31)] }
        return stride(from: 0, to: self.length, by: 4).map { String(characters[$0..<$0 + 4]) }.joined(separator: "-")
    }

    /// What somebody typed, as a code; `nil` when it cannot be one.
    static func read(_ text: String) -> String? {
        var characters: [Character] = []
        for character in text.prefix(100) where !character.isWhitespace && character != "-" {
            let upper = character.uppercased()
            let plain = upper == "O" ? "0" : upper == "I" || upper == "L" ? "1" : upper
            guard plain.count == 1, let known = self.alphabet.first(where: { String($0) == plain }) else { return nil }
            characters.append(known)
        }
        guard characters.count == self.length else { return nil }
        return stride(from: 0, to: self.length, by: 4).map { String(characters[$0..<$0 + 4]) }.joined(separator: "-")
    }
}

/// Where verification codes come from; injected, so that tests know them.
struct VerificationCodeSource: Sendable {
    private let make: @Sendable () -> String

    /// Codes of a function.
    init(_ make: @escaping @Sendable () -> String) { self.make = make }

    /// From the system's cryptographic generator.
    static let system = VerificationCodeSource {
        var random = SystemRandomNumberGenerator()
        return VerificationCode.make(from: (0..<20).map { _ in UInt8.random(in: .min ... .max, using: &random) })
    }

    /// A new code.
    func next() -> String { self.make() }
}
