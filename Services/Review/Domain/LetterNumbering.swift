public import Contracts

/// How a unit numbers its letters: from a block that is set aside for this service, or typed from its own register.
public enum LetterNumbering: Hashable, Sendable {
    /// A pattern with `{n}`, `{unit}` and `{year}`, counted from `first` in each year.
    case block(pattern: String, first: Int)
    /// The signer types the number that the unit's register gave.
    case register

    /// The pattern of a BPS outgoing letter, `B-1145/61040/VS.190/2026`.
    public static let usualBlock = LetterNumbering.block(pattern: "B-{n}/{unit}0/VS.190/{year}", first: 1)

    /// The letter number of a block; `nil` when the number is typed.
    public func number(sequence: Int, unit: UnitCode, year: Int) -> String? {
        guard case .block(let pattern, let first) = self else { return nil }
        return
            pattern
            .replacing("{n}", with: String(first + sequence - 1))
            .replacing("{unit}", with: unit.text)
            .replacing("{year}", with: String(year))
    }
}

/// The numbering of every unit, read from `0000=B-{n}/{unit}0/VS.190/{year}@1145;6104=register;*=…`.
public struct NumberingRules: Hashable, Sendable {
    /// First letters of the recommendation number.
    public let prefix: String
    private let byUnit: [UnitCode: LetterNumbering]
    private let others: LetterNumbering

    /// The usual rules: prefix `V`, the usual block for every unit.
    public static let usual = NumberingRules(prefix: "V", byUnit: [:], others: .usualBlock)

    private init(prefix: String, byUnit: [UnitCode: LetterNumbering], others: LetterNumbering) {
        self.prefix = prefix
        self.byUnit = byUnit
        self.others = others
    }

    /// Reads the rules from configuration; `nil` when they cannot be read.
    ///
    /// - Parameters:
    ///   - prefix: one to four letters.
    ///   - blocks: entries divided by `;`, each `unit=register` or `unit=pattern[@first]`; `*` stands for the rest.
    public init?(prefix: String, blocks: String) {
        guard (1...4).contains(prefix.utf8.count), prefix.utf8.allSatisfy({ (65...90).contains($0) }) else {
            return nil
        }
        var byUnit: [UnitCode: LetterNumbering] = [:]
        var others = LetterNumbering.usualBlock
        for entry in blocks.split(separator: ";") {
            guard let sign = entry.firstIndex(of: "=") else { return nil }
            let key = String(entry[..<sign])
            guard let numbering = Self.numbering(String(entry[entry.index(after: sign)...])) else { return nil }
            if key == "*" {
                others = numbering
            } else {
                guard let unit = UnitCode(key), byUnit.updateValue(numbering, forKey: unit) == nil else { return nil }
            }
        }
        self.init(prefix: prefix, byUnit: byUnit, others: others)
    }

    private static func numbering(_ text: String) -> LetterNumbering? {
        if text == "register" { return .register }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts[0].contains("{n}"), parts[0].contains("{year}") else { return nil }
        guard let first = parts.count == 2 ? Int(parts[1]) : 1, first >= 1 else { return nil }
        return .block(pattern: String(parts[0]), first: first)
    }

    /// How a unit numbers its letters.
    public func letters(of unit: UnitCode) -> LetterNumbering { self.byUnit[unit] ?? self.others }
}
