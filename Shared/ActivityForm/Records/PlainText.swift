/// Strips HTML to text: paragraphs become lines, list items are numbered or dashed, entities are decoded, the address of a
/// link stands behind its text in brackets.
///
/// Never fails: broken markup loses at most the markup. Scripts and styles are dropped with their content.
public enum PlainText {
    /// The text of a piece of HTML.
    public static func of(html: String) -> String {
        var reader = HTMLReader(html)
        return reader.read()
    }
}

private struct HTMLReader {
    private let source: [Character]
    private var position = 0
    private var text = ""
    private var lists: [Int?] = []  // the next number of an ordered list, or nil in an unordered one
    private var silent: String?
    private var links: [(address: String, start: Int)] = []
    /// Behind it no tag ends: without it, each of many `<` would look to the end for its `>`.
    private let lastEnd: Int

    init(_ html: String) {
        self.source = Array(html)
        self.lastEnd = self.source.lastIndex(of: ">") ?? -1
    }

    mutating func read() -> String {
        while self.position < self.source.count {
            let character = self.source[self.position]
            if character == "<", let end = self.endOfTag() {
                self.tag(String(self.source[(self.position + 1)..<end]))
                self.position = end + 1
            } else if character == "&", let (decoded, length) = self.entity() {
                self.append(decoded)
                self.position += length
            } else {
                self.append(character)
                self.position += 1
            }
        }
        let lines = self.text.split(separator: "\n", omittingEmptySubsequences: true).map(Self.trimmed)
        return lines.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private mutating func append(_ character: Character) {
        guard self.silent == nil else { return }
        let blank = character.isWhitespace
        if blank, self.text.last?.isWhitespace ?? true { return }
        self.text.append(blank ? " " : character)
    }

    /// A `<` that no `>` follows, or that no element's name follows (`BB<TB dan TB>50`), is a character like any other.
    private func endOfTag() -> Int? {
        guard self.position < self.lastEnd else { return nil }
        let rest = self.source[(self.position + 1)...]
        let name = rest.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }
        guard rest.first == "!" || (name.count <= 10 && Self.elements.contains(String(name).lowercased())) else {
            return nil
        }
        return rest.firstIndex(of: ">")
    }

    /// HTML's elements that stand in texts, and those of word processors (`o:p`).
    private static let elements: Set<String> = [
        "a", "abbr", "address", "article", "aside", "b", "big", "blockquote", "body", "br", "button", "caption",
        "center",
        "cite", "code", "col", "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em", "embed", "figcaption", "figure",
        "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "i", "iframe",
        "img", "input", "ins", "kbd", "label", "li", "link", "main", "mark", "meta", "nav", "o", "object", "ol",
        "option", "p", "pre", "q", "s", "samp", "script", "section", "select", "small", "span", "strike", "strong",
        "style", "sub", "sup", "svg", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "time", "title", "tr",
        "tt", "u", "ul", "var", "video", "w", "wbr",
    ]

    /// The address of a link goes behind its text, unless it is the text.
    private mutating func link(_ tag: String, closing: Bool) {
        guard closing else {
            let value = tag.firstRange(of: "href=").map { tag[$0.upperBound...] } ?? ""
            let quote = value.first { $0 == "\"" || $0 == "'" }
            let address = value.drop { $0 == quote }.prefix { $0 != quote && !$0.isWhitespace }
            self.links.append((address.hasPrefix("http") ? String(address) : "", self.text.count))
            return
        }
        guard let (address, start) = self.links.popLast(), !address.isEmpty,
            !self.text.dropFirst(start).contains(address)
        else { return }
        for character in " (\(address))" { self.append(character) }
    }

    private mutating func tag(_ content: String) {
        let closing = content.hasPrefix("/")
        let name = content.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }.lowercased()
        if let silent {
            if closing, name == silent { self.silent = nil }
            return
        }
        switch name {
        case "script", "style": if !closing { self.silent = name }
        // The cells of a row stand on one line, apart from each other.
        case "td", "th": self.append(" ")
        case "a": self.link(content, closing: closing)
        case "br", "p", "div", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6": self.newLine()
        case "ol", "ul":
            self.newLine()
            if closing { _ = self.lists.popLast() } else { self.lists.append(name == "ol" ? 1 : nil) }
        case "li":
            self.newLine()
            if !closing { self.bullet() }
        default: break
        }
    }

    private mutating func bullet() {
        guard let last = self.lists.indices.last, let number = self.lists[last] else {
            self.text += "- "
            return
        }
        self.text += "\(number). "
        self.lists[last] = number + 1
    }

    /// A paragraph inside a list item stays on the line of its number.
    private mutating func newLine() {
        let line = self.text.suffix(while: { $0 != "\n" })
        let bulletOnly =
            !line.isEmpty && (line == "- " || (line.hasSuffix(". ") && line.dropLast(2).allSatisfy(\.isNumber)))
        if !bulletOnly, self.text.last != "\n" { self.text.append("\n") }
    }

    private func entity() -> (Character, Int)? {
        let rest = self.source[(self.position + 1)...].prefix(10)
        guard let end = rest.firstIndex(of: ";"), end > self.position + 1 else { return nil }
        let name = String(self.source[(self.position + 1)..<end])
        let length = end - self.position + 1
        let named: [String: Character] = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "ndash": "–", "mdash": "—",
            "rsquo": "’", "lsquo": "‘", "rdquo": "”", "ldquo": "“", "hellip": "…",
        ]
        if let character = named[name] { return (character, length) }
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let number =
            digits.hasPrefix("x") || digits.hasPrefix("X")
            ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits, radix: 10)
        guard let number, let scalar = Unicode.Scalar(number), number >= 32 else { return nil }
        return (Character(scalar), length)
    }

    private static func trimmed(_ line: Substring) -> String {
        var kept = line
        while kept.first?.isWhitespace ?? false { kept.removeFirst() }
        while kept.last?.isWhitespace ?? false { kept.removeLast() }
        return String(kept)
    }
}

extension String {
    fileprivate func suffix(while fits: (Character) -> Bool) -> Substring {
        var start = self.endIndex
        while start > self.startIndex, fits(self[self.index(before: start)]) { start = self.index(before: start) }
        return self[start...]
    }
}
