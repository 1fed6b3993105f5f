/// Finds tokens that look like an acronym, an abbreviation or a unit of measure.
///
/// A heuristic, and so are the rules that use it (severity: warning). What it looks for:
/// - a token of two to six capital letters (digits may follow), when the text is not written in capitals altogether:
///   `KPK`, `PDRB`, `BUMD`, also in brackets;
/// - a token with three or more capitals beside small letters: `KemenPANRB`;
/// - a token from the list of known ones, however it is written: `Bappeda`, `Dinkes`, `Pemkab`;
/// - letters with full stops between them (`R.I.`) and known short forms (`Kab.`, `Prov`, `No`);
/// - in a text all in capitals, a token in brackets that is made of the initials before it: `BADAN X Y (BXY)`.
///
/// Its limits: Roman numerals (`II`, `XIV`) are no acronyms; acronyms that became words (`Puskesmas`, `Posyandu`,
/// `Lansia`) and names of places (`Jatim`) are not on the list; in a text all in capitals only known ones are found; an
/// unknown acronym written like a word (`Simantap`) is not found.
struct Abbreviations {
    private let text: String
    private let tokens: [String]

    /// Those of a name.
    init(in text: String) {
        self.text = text
        self.tokens = Self.tokens(of: text)
    }

    /// The tokens that look like an acronym or an abbreviation, as they are written.
    var acronyms: [String] {
        let isShouted = self.tokens.count > 1 && !self.tokens.contains { $0.contains(where: \.isSmall) }
        let found = self.tokens.filter { Self.isAcronym($0, shouted: isShouted) }
        return isShouted ? found + self.initials.filter { !found.contains($0) } : found
    }

    /// What stands in brackets behind the words whose initials it is made of, in their order.
    private var initials: [String] {
        self.bracketed.filter { token in
            guard (2...8).contains(token.count), token.allSatisfy(\.isInAlphabet),
                let place = self.text.firstRange(of: "(\(token))")
            else { return false }
            var rest = Substring(token.lowercased())
            for word in PlainWords.words(String(self.text[..<place.lowerBound])) where word.first == rest.first {
                rest.removeFirst()
            }
            return rest.isEmpty
        }
    }

    /// The tokens that are units of measure, as they are written.
    ///
    /// Signs and short forms count anywhere (`kg`, `m2`, `%`, `Rp`); words that are things as well (`orang`, `unit`,
    /// `rupiah`) only where nothing but a unit stands in brackets (`(ribu ton)`, `(kuintal/hektare)`) or at the end after
    /// "dalam" or "satuan": "Jumlah orang miskin" is no unit, nor is the period of "Kunjungan dalam 1 bulan".
    var units: [String] {
        var found = ["%", "°C"].filter { self.shows($0) }
        if self.tokens.contains(where: { $0 == "Rp" || $0 == "Rp." }), self.shows("Rp") { found.append("Rp") }
        found += self.tokens.filter { Self.unitSigns.contains($0.lowercased()) && $0 != "Rp" }
        found += self.bracketed.filter { Self.isUnit(PlainWords.words($0)[...]) }
        let words = self.tokens.count < 2 ? [] : PlainWords.words(self.text)
        if let named = words.lastIndex(where: { ["dalam", "satuan"].contains($0) }),
            Self.isUnit(words[(named + 1)...])
        {
            found.append(words[(named + 1)...].joined(separator: " "))
        }
        return found
    }

    /// Whether the words are nothing but a unit: "ton", "juta rupiah", "kuintal hektare" (per), "meter persegi".
    private static func isUnit(_ words: ArraySlice<String>) -> Bool {
        words.contains { self.unitWords.contains($0) }
            && words.allSatisfy {
                self.unitWords.contains($0) || self.unitSigns.contains($0) || self.besideUnits.contains($0)
            }
    }

    /// Whether a sign stands anywhere. Most names have not even its first byte.
    private func shows(_ sign: String) -> Bool {
        sign.utf8.first.map(self.text.utf8.contains) ?? false && self.text.contains(sign)
    }

    private static func isAcronym(_ token: String, shouted: Bool) -> Bool {
        // Most tokens are plain words in small letters: nothing but the list can know them.
        if token.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) { return self.known.contains(token) }
        let bare = token.filter { $0 != "." }
        let folded = bare.lowercased()
        if self.known.contains(folded) { return true }
        if token.hasSuffix("."), self.shortForms.contains(folded) { return true }
        let dots = token.count { $0 == "." }
        if dots >= 2, bare.count <= dots + 1, bare.allSatisfy(\.isInAlphabet) { return true }
        let capitals = bare.count { $0.isCapital }
        let small = bare.count { $0.isSmall }
        if small > 0 { return capitals >= 3 }
        guard !shouted, (2...6).contains(capitals), bare.first?.isInAlphabet ?? false else { return false }
        return !self.isRoman(bare)
    }

    /// Cut at blanks and signs; a full stop stays with its token.
    private static func tokens(of text: String) -> [String] {
        text.unicodeScalars.split { !PlainWords.isInWord($0) && $0 != "." }.map { String($0) }.filter { token in
            token.contains { $0.isInAlphabet }
        }.map { token in
            // The full stop that ends a sentence is none of the token's, unless it is a short form or initials.
            guard token.hasSuffix("."), !self.shortForms.contains(token.dropLast().lowercased()),
                token.count(where: { $0 == "." }) == 1
            else { return token }
            return String(token.dropLast())
        }
    }

    private var bracketed: [String] {
        var found: [String] = []
        guard self.text.utf8.contains(UInt8(ascii: "(")) else { return found }
        var rest = self.text[...]
        while let open = rest.firstIndex(of: "("), let close = rest[open...].firstIndex(of: ")") {
            found.append(String(rest[rest.index(after: open)..<close]))
            rest = rest[rest.index(after: close)...]
        }
        return found
    }

    /// I to XXXIX; a numeral of one letter never reaches here.
    private static func isRoman(_ text: String) -> Bool {
        let tens = (0...3).map { String(repeating: "X", count: $0) }
        let ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
        return tens.contains { ten in ones.contains { ten + $0 == text } }
    }

    /// Acronyms of offices and statistics that are often written like words. Ours; open to additions.
    private static let known: Set<String> = [
        "balitbang", "balitbangda", "baperlitbang", "bpkd", "brida", "dinkop", "disbudpar", "disdikpora", "dishut",
        "dispora", "disparbud", "disparpora", "kejari", "kejati", "kemenag", "kemendagri", "kemenko", "kemenpora",
        "kesbangpol", "polsek",
        // Short forms that people write without their full stop.
        "dll", "dsb", "dst", "jl", "jln", "jml", "kab", "kec", "kel", "no", "prop", "prov", "tgl", "thn", "yth",
        "bappeda", "bapperida", "bappelitbangda", "bappenas", "bapenda", "bpkad", "bkd", "bkpsdm", "bpbd", "bps",
        "bumd",
        "bumn", "damkar", "dinkes", "dinsos", "disbun", "disdik", "disdukcapil", "dishub", "diskominfo", "disnaker",
        "dispar", "disperindag", "distan", "ditjen", "dpmptsp", "dprd", "dukcapil", "iptek",
        "kemendikbud",
        "kemenhub", "kemenkes", "kemenkeu", "kemenpan", "kemenpanrb", "kemensos", "kemkominfo", "kominfo", "kpk", "opd",
        "pdrb", "pemda", "pemkab", "pemkot", "pemprov", "polda", "polres", "polri", "satpol", "sekda", "setda",
        "setjen",
        "skpd", "sdm", "tni", "umkm", "upt", "uptd",
    ]

    /// Short forms that are written with a full stop.
    private static let shortForms: Set<String> = [
        "dll", "dsb", "dst", "jl", "jln", "jml", "kab", "kec", "kel", "ket", "no", "pend", "prop", "prov", "rp", "tgl",
        "thn", "yth",
    ]

    private static let unitSigns: Set<String> = [
        "cm", "cm2", "cm3", "gr", "ha", "hz", "kg", "km", "km2", "kva", "kw", "kwh", "lt", "m2", "m3", "mg", "mm", "mw",
        "ml", "m²", "m³", "km²", "rp",
    ]

    private static let unitWords: Set<String> = [
        "batang", "buah", "bulan", "butir", "celcius", "celsius", "detik", "ekor", "g", "gram", "hari", "hektar",
        "hektare", "jam", "jiwa", "juta", "kali", "kilogram", "kilometer", "kuintal", "kw", "l", "lembar", "liter", "m",
        "menit", "meter", "miliar", "minggu", "orang", "persen", "ribu", "rupiah", "tahun", "ton", "triliun", "unit",
        "watt",
    ]

    /// What is said beside a unit.
    private static let besideUnits: Set<String> = ["dalam", "derajat", "kapita", "kubik", "per", "persegi", "satuan"]
}
