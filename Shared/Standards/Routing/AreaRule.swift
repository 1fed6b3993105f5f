public import Contracts

/// Which unit is in charge, by the area in which data are collected (not by the applicant's seat).
///
/// Source: the training module of BPS (`Data/routing.json` cites it rule by rule). More than one province, or all
/// Indonesia: headquarters; one province whole, or several regencies and cities of it: the province; exactly one
/// regency or city: its own unit.
public enum AreaRule: String, Hashable, Sendable, Codable, CaseIterable {
    /// The whole country.
    case allIndonesia
    /// More than one province.
    case severalProvinces
    /// One province whole, or several regencies and cities of it.
    case oneProvince
    /// Exactly one regency or city.
    case oneRegion

    /// The rule that holds for these regions (`ppkk`, or `pp00` for a whole province), and the unit by it; none means all
    /// Indonesia.
    public static func apply(to regions: some Collection<UnitCode>) -> (rule: AreaRule, unit: UnitCode) {
        let codes = Set(regions)
        guard !codes.isEmpty, !codes.contains(.headquarters) else { return (.allIndonesia, .headquarters) }
        let provinces = Set(codes.map(\.province))
        guard let province = provinces.first, provinces.count == 1 else { return (.severalProvinces, .headquarters) }
        guard codes.count == 1, !codes.contains(province) else { return (.oneProvince, province) }
        return codes.first.map { (.oneRegion, $0) } ?? (.oneProvince, province)
    }
}

extension UnitCode {
    /// The province in which a unit lies, `pp00`; headquarters for itself.
    public var province: UnitCode { UnitCode("\(self.text.prefix(2))00") ?? .headquarters }
}
