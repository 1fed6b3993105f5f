import Contracts
import Standards

extension UnitDirectory {
    /// The codes among which somebody finds the one that was meant: those of the province whose two digits the text begins
    /// with, else those of the provinces.
    func codes(near text: String) -> String {
        let province = self.provinces.first { text.utf8.count >= 2 && $0.code.text.prefix(2) == text.prefix(2) }
        guard let province else {
            return "the provinces are \(self.provinces.map(\.code.text).joined(separator: ", "))"
        }
        let below = self.units(below: province.code).map(\.code.text).joined(separator: ", ")
        return "\(province.code) is \(self.regionName(province.code.text) ?? province.name), in it are \(below)"
    }
}
