/// The way of collecting, with its code in MS-Keg ("cara", facts §3.2).
enum ActivityKind: Int, Hashable, Sendable, CaseIterable {
    case census = 1
    case survey = 2
    case compilation = 3
    case other = 4

    /// The words that name it in a title, folded (see ``PlainWords``). A title may also name none.
    ///
    /// "Pendataan" and "registrasi" are left out: every kind is called so.
    private var titleWords: [[String]] {
        switch self {
        case .census: [["sensus"], ["pencacahan", "lengkap"], ["cacah", "lengkap"], ["pendataan", "lengkap"]]
        case .survey: [["survei"], ["survey"], ["survai"], ["jajak", "pendapat"], ["polling"]]
        case .compilation: [["kompilasi"], ["pengompilasian"]]
        case .other: []
        }
    }

    /// The kind with whose word a title begins.
    static func leading(_ title: String) -> ActivityKind? {
        let words = PlainWords.words(title)
        return Self.allCases.first { kind in kind.titleWords.contains { words.starts(with: $0) } }
    }

    /// The kinds that a title names.
    static func named(in title: String) -> Set<ActivityKind> {
        let words = PlainWords.words(title)
        return Set(Self.allCases.filter { kind in kind.titleWords.contains { PlainWords.run($0, in: words) } })
    }
}
