import Contracts
import Web

/// What the template `catalogue` shows.
struct CataloguePage {
    struct Entry {
        let title: String
        let year: Int
        let institution: String
        let unit: String
        let number: String
        let href: String
    }

    let fields: [Field]
    let entries: [Entry]
    let hasEntries: Bool
    let total: Int
    let empty: EmptyState?
    let pagination: Pagination?

    init(
        entries: [CatalogueStore.Entry], total: Int, words: String, year: Int?, list: SearchedList, parts: IntakeParts
    ) {
        let texts = parts.pages
        self.fields = [
            Field(
                "cari", texts.text("intake.catalogue.words"), value: words, control: .line(type: "search"),
                required: false, maxLength: 200),
            Field(
                "tahun", texts.text("intake.catalogue.year"), value: year.map(String.init),
                control: .line(inputMode: "numeric"), required: false, maxLength: 4),
        ]
        self.entries = entries.map {
            Entry(
                title: $0.title, year: $0.year, institution: $0.institution, unit: parts.unitName($0.unit),
                number: $0.recommendationNumber, href: "/verifikasi/\($0.verificationCode)")
        }
        self.hasEntries = !entries.isEmpty
        self.total = total
        self.empty =
            entries.isEmpty
            ? EmptyState(
                "Tidak ada rekomendasi yang ditemukan",
                words.isEmpty && year == nil ? "Belum ada surat yang terbit." : "Coba kata lain atau kosongkan tahun.")
            : nil
        self.pagination = list.pagination(total: total)
    }
}
