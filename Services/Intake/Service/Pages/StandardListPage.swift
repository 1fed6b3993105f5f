import Contracts
import IntakeDomain
import Standards
import Web

/// What the template `standards` shows.
struct StandardListPage {
    /// Units on one page.
    static let size = 60

    struct Entry {
        let code: String
        let name: String
        let href: String
        let days: String
        let origin: String
    }

    let fields: [Field]
    let entries: [Entry]
    let hasEntries: Bool
    let total: Int
    let empty: EmptyState?
    let pagination: Pagination?

    init(
        _ units: [BPSUnit], lines: [StandardStore.Line], total: Int, search: UnitSearch, list: SearchedList,
        parts: IntakeParts
    ) {
        let known = Dictionary(lines.map { ($0.unit, $0) }, uniquingKeysWith: { first, _ in first })
        let texts = parts.pages
        let provinces = parts.units.provinces.map {
            Choice($0.code.text, parts.unitName($0.code), chosen: $0.code == search.province)
        }
        self.fields = [
            Field(
                "cari", texts.text("intake.standards.words"), value: search.words, control: .line(type: "search"),
                required: false, maxLength: 100),
            Field(
                "provinsi", texts.text("intake.standards.province"),
                control: .select([Choice("", "Semua", chosen: search.province == nil)] + provinces), required: false),
        ]
        self.entries = units.map { unit in
            let line = known[unit.code]
            return Entry(
                code: unit.code.text, name: parts.unitName(unit.code), href: "/standar/\(unit.code)",
                days: line.map { "\($0.workingDays) hari kerja" } ?? "–",
                origin: line.map { texts.text($0.isInherited ? "intake.standards.inherited" : "intake.standards.own") }
                    ?? "–")
        }
        self.hasEntries = !units.isEmpty
        self.total = total
        self.empty =
            units.isEmpty ? EmptyState("Tidak ada unit yang ditemukan", "Coba kata lain atau kode empat angka.") : nil
        self.pagination = list.pagination(total: total)
    }
}
