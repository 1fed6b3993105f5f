import Foundation

/// Free text inside a header: RFC 2047 encoded words, so that nothing a person types can begin a header of its own.
enum HeaderText {
    /// Plain when the text is short and harmless, otherwise `=?utf-8?b?…?=` words of at most 75 characters, folded.
    static func encode(_ text: String) -> String {
        let cleaned = self.clean(text)
        if cleaned.utf8.count <= 60, cleaned.utf8.allSatisfy(self.isPlain) { return cleaned }
        var words: [String] = []
        var chunk: [UInt8] = []
        for character in cleaned {
            // A scalar sequence longer than a whole word is cut between scalars: decoders join neighbouring words.
            for scalar in character.unicodeScalars {
                let bytes = Array(String(scalar).utf8)
                if chunk.count + bytes.count > 45 {
                    words.append(self.word(chunk))
                    chunk = []
                }
                chunk += bytes
            }
        }
        if !chunk.isEmpty { words.append(self.word(chunk)) }
        return words.joined(separator: "\r\n ")
    }

    /// Control characters, line and paragraph separators become one space; ends are trimmed.
    static func clean(_ text: String) -> String {
        var result = ""
        var pending = false
        for scalar in text.unicodeScalars {
            if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar == "\u{2028}"
                || scalar == "\u{2029}" || scalar == " "
            {
                pending = true
            } else {
                if pending, !result.isEmpty { result.unicodeScalars.append(" ") }
                pending = false
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func word(_ bytes: [UInt8]) -> String { "=?utf-8?b?\(Data(bytes).base64EncodedString())?=" }

    // RFC 5322 atoms and spaces; specials such as ( ) < > , ; : " would need quoting, so they are encoded instead.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            || " -+/'!#$%&*^{|}~".utf8.contains(byte)
    }
}
