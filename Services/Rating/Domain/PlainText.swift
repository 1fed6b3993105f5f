/// Text that people type: trimmed at both ends, without control characters other than line breaks and tabs.
enum PlainText {
    static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }

    /// PostgreSQL cannot keep U+0000, and nothing else below U+0020 belongs into a text.
    static func isClean(_ text: String, lines: Bool = true) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            if scalar == "\n" || scalar == "\r" || scalar == "\t" { return lines }
            return scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
        }
    }
}
