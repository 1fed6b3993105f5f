/// Finds tokens that look like an acronym, an abbreviation or a unit of measure.
///
/// A heuristic, and so are the rules that use it (severity: warning). What it looks for:
/// - a token of two to six capital letters (digits may follow), when the text is not written in capitals altogether:
///   `KPK`, `PDRB`, `BUMD`, also in brackets;
/// - a token with three or more capitals beside small letters: `KemenPANRB`;
/// - a token from the list of known ones, however it is written: `Bappeda`, `Dinkes`, `Pemkab`;
/// - letters with full stops between them (`R.I.`) and known short forms with a full stop (`Kab.`, `Prov.`).
///
/// Its limits: Roman numerals (`II`, `XIV`) are no acronyms; acronyms that became words (`Puskesmas`, `Posyandu`,
/// `Lansia`) and names of places (`Jatim`) are not on the list; in a text all in capitals only known ones are found; an
/// unknown acronym written like a word (`Simantap`) is not found.
enum Abbreviations {
    /// The tokens that look like an acronym or an abbreviation, as they are written.
    static func acronyms(in text: String) -> [String] {
        let tokens = self.tokens(of: text)
        let isShouted = tokens.count > 1 && !tokens.contains { $0.contains(where: \.isLowercase) }
        return tokens.filter { self.isAcronym($0, shouted: isShouted) }
    }

    /// The tokens that are units of measure, as they are written.
    ///
    /// Signs and short forms count anywhere (`kg`, `m2`, `%`, `Rp`); words that are things as well (`orang`, `unit`,
    /// `rupiah`) only in brackets or at the end after "dalam" or "satuan": "Jumlah orang miskin" is no unit.
    static func units(in text: String) -> [String] {
        var found: [String] = []
        for sign in ["%", "°C", "Rp"] where text.contains(sign) && (sign != "Rp" || self.hasToken("Rp", in: text)) {
            found.append(sign)
        }
        let tokens = self.tokens(of: text)
        found += tokens.filter { self.unitSigns.contains($0.lowercased()) && $0 != "Rp" }
        found += self.bracketed(text).filter { self.unitWords.contains(PlainWords.folded($0)) }
        let words = tokens.count < 2 ? [] : PlainWords.words(text)
        if words.count >= 2, self.unitWords.contains(words[words.count - 1]),
            ["dalam", "satuan"].contains(words[words.count - 2])
        {
            found.append(words[words.count - 1])
        }
        return found
    }

    private static func isAcronym(_ token: String, shouted: Bool) -> Bool {
        // Most tokens are plain words in small letters: nothing but the list can know them.
        if token.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) { return self.known.contains(token) }
        let bare = token.filter { $0 != "." }
        let folded = bare.lowercased()
        if self.known.contains(folded) { return true }
        if token.hasSuffix("."), self.shortForms.contains(folded) { return true }
        let dots = token.count { $0 == "." }
        if dots >= 2, bare.count <= dots + 1, bare.allSatisfy(\.isLetter) { return true }
        let capitals = bare.count { $0.isUppercase }
        let small = bare.count { $0.isLowercase }
        if small > 0 { return capitals >= 3 }
        guard !shouted, (2...6).contains(capitals), bare.first?.isLetter ?? false else { return false }
        return !self.isRoman(bare)
    }

    /// Cut at blanks and signs; a full stop stays with its token.
    private static func tokens(of text: String) -> [String] {
        text.unicodeScalars.split { !PlainWords.isInWord($0) && $0 != "." }.map { String($0) }.filter { token in
            token.contains { $0.isLetter }
        }.map { token in
            // The full stop that ends a sentence is none of the token's, unless it is a short form or initials.
            guard token.hasSuffix("."), !self.shortForms.contains(token.dropLast().lowercased()),
                token.count(where: { $0 == "." }) == 1
            else { return token }
            return String(token.dropLast())
        }
    }

    private static func hasToken(_ wanted: String, in text: String) -> Bool {
        self.tokens(of: text).contains { $0 == wanted || $0 == wanted + "." }
    }

    private static func bracketed(_ text: String) -> [String] {
        var found: [String] = []
        var rest = text[...]
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
        "bappeda", "bapperida", "bappelitbangda", "bappenas", "bapenda", "bpkad", "bkd", "bkpsdm", "bpbd", "bps",
        "bumd",
        "bumn", "damkar", "dinkes", "dinsos", "disbun", "disdik", "disdukcapil", "dishub", "diskominfo", "disnaker",
        "dispar", "disperindag", "distan", "ditjen", "dpmptsp", "dprd", "dukcapil", "iptek", "kemendagri",
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
        "batang", "buah", "bulan", "ekor", "gram", "hari", "hektar", "hektare", "jam", "jiwa", "juta", "jutarupiah",
        "kilogram", "kilometer", "kuintal", "kw", "liter", "m", "meter", "meterpersegi", "miliar", "miliarrupiah",
        "orang", "persen", "ribu", "riburupiah", "rupiah", "tahun", "ton", "unit", "l", "g",
    ]
}
