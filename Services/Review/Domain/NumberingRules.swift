public import Contracts
public import Standards

/// The numbering of every unit, read from `0000=B-{n}/{unit}0/VS.190/{year}@1145;6104=register;*=…`; what is not
/// configured is as the formats of ``Standards/NumberFormats`` have it.
public struct NumberingRules: Hashable, Sendable {
    /// How recommendations are numbered.
    public let recommendation: NumberFormat
    private let byUnit: [UnitCode: LetterNumbering]
    private let others: LetterNumbering

    /// Reads the rules from configuration.
    ///
    /// - Parameters:
    ///   - formats: what holds where nothing is configured.
    ///   - prefix: one to four capitals, the first letters of recommendation numbers; `nil` for those of the format.
    ///   - blocks: entries divided by `;`, each `unit=register` or `unit=pattern[@first]`; `*` stands for the rest.
    /// - Throws: ``Standards/NumberError`` that names the entry and the reason.
    public init(formats: NumberFormats, prefix: String? = nil, blocks: String = "") throws(NumberError) {
        var recommendation = formats.recommendation
        if let prefix {
            guard (1...4).contains(prefix.utf8.count), prefix.utf8.allSatisfy({ (65...90).contains($0) }) else {
                throw NumberError(prefix, "is not one to four capitals")
            }
            recommendation = try recommendation.replacing("prefix", with: prefix, source: "configuration")
        }
        var byUnit: [UnitCode: LetterNumbering] = [:]
        var others = LetterNumbering.block(formats.letter, first: 1)
        for entry in blocks.split(separator: ";").map(String.init) {
            guard let sign = entry.firstIndex(of: "=") else { throw NumberError(entry, "has no =") }
            let numbering = try Self.numbering(String(entry[entry.index(after: sign)...]))
            switch String(entry[..<sign]) {
            case "*": others = numbering
            case let key:
                guard let unit = UnitCode(key) else { throw NumberError(entry, "does not begin with a unit or *") }
                guard byUnit.updateValue(numbering, forKey: unit) == nil else {
                    throw NumberError(entry, "is a second entry of its unit")
                }
            }
        }
        self.recommendation = recommendation
        self.byUnit = byUnit
        self.others = others
    }

    private static func numbering(_ text: String) throws(NumberError) -> LetterNumbering {
        if text == "register" { return .register }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count) else { throw NumberError(text, "has more than one @") }
        guard let first = parts.count == 2 ? Int(parts[1]) : 1, first >= 1 else {
            throw NumberError(text, "the first number must be at least 1")
        }
        return .block(try NumberFormat(pattern: String(parts[0]), source: "configuration"), first: first)
    }

    /// How a unit numbers its letters.
    public func letters(of unit: UnitCode) -> LetterNumbering { self.byUnit[unit] ?? self.others }
}
