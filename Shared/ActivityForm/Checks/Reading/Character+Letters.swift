extension Character {
    /// As `isLetter`; of ASCII, which nearly all text is, without Unicode's tables.
    var isInAlphabet: Bool { self.isASCII ? self.isCapital || self.isSmall : self.isLetter }

    /// As `isUppercase`; of ASCII without Unicode's tables.
    var isCapital: Bool { self.asciiValue.map { (0x41...0x5A).contains($0) } ?? self.isUppercase }

    /// As `isLowercase`; of ASCII without Unicode's tables.
    var isSmall: Bool { self.asciiValue.map { (0x61...0x7A).contains($0) } ?? self.isLowercase }
}
