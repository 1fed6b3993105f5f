import Contracts

/// Dates as people and browsers write them.
enum DateFields {
    /// The one value, or the three joined to `yyyy-m-d`; `nil` when all are empty.
    static func text(at path: String, in fields: [String: [String]]) -> String? {
        let whole = FormFieldReader.cleaned(fields[path]?.first ?? "")
        if !whole.isEmpty { return whole }
        let parts = ["tahun", "bulan", "tanggal"].map { FormFieldReader.cleaned(fields["\(path)/\($0)"]?.first ?? "") }
        return parts.allSatisfy(\.isEmpty) ? nil : parts.joined(separator: "-")
    }

    /// Reads `2026-8-17`, `17/8/2026`, `17-8-2026` and `17.8.2026`; `nil` for dates that do not exist.
    static func day(_ text: String) -> Day? {
        let parts = text.split(omittingEmptySubsequences: false) { "-/.".contains($0) }.map(String.init)
        guard parts.count == 3, parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }) else { return nil }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == 3 else { return nil }
        if parts[0].utf8.count == 4 { return Day(year: numbers[0], month: numbers[1], day: numbers[2]) }
        guard parts[2].utf8.count == 4 else { return nil }
        return Day(year: numbers[2], month: numbers[1], day: numbers[0])
    }
}
