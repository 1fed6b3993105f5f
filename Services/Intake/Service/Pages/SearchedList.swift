import Web

/// A list that people search and leaf through: which of its pages is asked for, and where its neighbours are found with the
/// same search.
struct SearchedList {
    /// `/katalog`.
    let path: String
    /// What is searched, in the order of the address; empty where nothing is.
    let search: KeyValuePairs<String, String>
    /// From 1.
    let page: Int
    /// Entries on one page.
    let size: Int

    /// Reads the page that is asked for; 1 when it is left out or no number. Pages beyond the ten thousandth are the ten
    /// thousandth: nobody leafs that far, and the database need not either.
    init(_ path: String, size: Int, query: FormFields, search: KeyValuePairs<String, String>) {
        self.path = path
        self.search = search
        self.page = query.text("halaman").flatMap { Int($0) }.map { min(max(1, $0), 10_000) } ?? 1
        self.size = size
    }

    /// How many entries come before this page.
    var offset: Int { (self.page - 1) * self.size }

    /// The links to the neighbours; `nil` for a list of one page.
    ///
    /// - Parameter total: how many entries the whole list has.
    func pagination(total: Int) -> Pagination? {
        let kept = self.search.map { "\($0.key)=\(PercentCoding.encode($0.value))&" }.joined()
        return Pagination(page: self.page, size: self.size, total: total) { "\(self.path)?\(kept)halaman=\($0)" }
    }
}
