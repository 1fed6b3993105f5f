public import Contracts

/// Marks by which an index finds activities whose regions overlap, provinces and their regencies included.
public enum RegionReach {
    /// What an entry is marked with: its codes and, as two digits, their provinces; `0000` for all Indonesia.
    ///
    /// - Parameter regions: empty for all Indonesia.
    public static func marks(of regions: some Collection<UnitCode>) -> [String] {
        guard !regions.isEmpty else { return [UnitCode.headquarters.text] }
        return Set(regions.flatMap { [$0.text, String($0.text.prefix(2))] }).sorted()
    }

    /// What a draft asks for: its codes, their provinces as a whole, all that lies in a province it names as a whole, and
    /// all Indonesia.
    ///
    /// - Parameter regions: empty for all Indonesia, `nil` while the draft does not say.
    public static func asked(by regions: Set<UnitCode>?) -> [String] {
        guard let regions else { return [] }
        let marks = regions.flatMap { code -> [String] in
            let province = String(code.text.prefix(2))
            return code.text.hasSuffix("00") ? [code.text, province] : [code.text, province + "00"]
        }
        return Set(marks + [UnitCode.headquarters.text]).sorted()
    }
}
