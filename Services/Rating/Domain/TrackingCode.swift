/// What a complainant holds: 80 random bits as sixteen letters and digits that cannot be mistaken for each other.
public struct TrackingCode: Hashable, Sendable {
    /// `ADU-XXXX-XXXX-XXXX-XXXX`, Crockford's base 32.
    public let text: String

    private static let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    /// The code of these ten bytes.
    public init(random bytes: [UInt8]) {
        precondition(bytes.count == 10, "a tracking code has 80 bits")
        var letters = ""
        var buffer = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | Int(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                letters.append(Self.digits[buffer >> bits & 31])
            }
            buffer &= (1 << bits) - 1
        }
        self.init(letters: letters)
    }

    /// Reads what a person typed: either case, with or without dashes, spaces and the first word; O is 0, I and L are 1.
    public init?(_ typed: String) {
        guard typed.utf8.count <= 40 else { return nil }
        var letters = typed.uppercased().filter { $0 != "-" && $0 != " " }
        if letters.count == 19, letters.hasPrefix("ADU") { letters.removeFirst(3) }
        letters = String(letters.map { $0 == "O" ? "0" : $0 == "I" || $0 == "L" ? "1" : $0 })
        guard letters.count == 16, letters.allSatisfy(Self.digits.contains) else { return nil }
        self.init(letters: letters)
    }

    private init(letters: String) {
        let letters = Array(letters)
        self.text = "ADU-" + stride(from: 0, to: 16, by: 4).map { String(letters[$0..<$0 + 4]) }.joined(separator: "-")
    }
}
