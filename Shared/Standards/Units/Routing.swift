public import Contracts

/// Which unit is in charge, by the area in which data are collected (not by the applicant's seat).
///
/// Source: the training module of BPS, `facts.md` §2.2. More than one province, or all Indonesia: headquarters; one
/// province whole, or several regencies and cities of it: the province; exactly one regency or city: its own unit.
public enum Routing {
    /// The unit for these regions (`ppkk`, or `pp00` for a whole province); none means all Indonesia.
    public static func unit(for regions: some Collection<UnitCode>) -> UnitCode {
        let codes = Set(regions)
        let provinces = Set(codes.map { $0.text.prefix(2) })
        guard let province = provinces.first, provinces.count == 1, !codes.contains(.headquarters) else {
            return .headquarters
        }
        if codes.count == 1, let only = codes.first { return only }
        return UnitCode("\(province)00") ?? .headquarters
    }
}
