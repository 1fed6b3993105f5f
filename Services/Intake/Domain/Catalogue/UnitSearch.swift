public import Contracts
public import Standards

/// What somebody looks for among the units: words of the name, a code, or a province.
public struct UnitSearch: Hashable, Sendable {
    /// As typed: words in any order and any case, or the first digits of a code.
    public let words: String
    /// Only units of this province, `pp00`; the province itself among them.
    public let province: UnitCode?

    /// A search; without words and province it finds every unit.
    public init(words: String, province: UnitCode?) {
        self.words = words
        self.province = province
    }

    /// The units that were looked for, in the order of their codes. A word is found in the unit's name or in that of its
    /// province, wherever in it.
    public func units(in directory: UnitDirectory) -> [BPSUnit] {
        let words = self.words.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }).map(String.init)
        return directory.all.filter { unit in
            guard self.province.map({ unit.code.province == $0 }) ?? true else { return false }
            let province = directory.unit(unit.code.province)?.name ?? ""
            let names = "\(unit.name) \(province)".lowercased()
            return words.allSatisfy { word in
                word.allSatisfy(\.isNumber) ? unit.code.text.hasPrefix(word) : names.contains(word)
            }
        }
    }
}
