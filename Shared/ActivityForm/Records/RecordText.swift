import Foundation

/// Text as a record holds it: the present system keeps rich text, the form plain text.
enum RecordText {
    private static let verbatimStart = "<p style=\"white-space:pre-wrap;\">"
    private static let verbatimEnd = "</p>"

    /// The text of a value of the record, without markup.
    ///
    /// - Parameter oneLine: joins paragraphs with blanks, for questions that ask for one line.
    static func read(_ html: String, oneLine: Bool) -> String {
        if let text = self.verbatim(html) { return text }
        let text = PlainText.of(html: html)
        return oneLine ? text.replacing("\n", with: " ") : text
    }

    /// The plainest way of writing a text that reads as the same text again.
    static func write(_ text: String, oneLine: Bool) -> String {
        let escaped = self.escaped(text)
        let paragraphs = escaped.split(separator: "\n", omittingEmptySubsequences: false)
            .map { "<p>\($0)</p>" }.joined()
        let plain = oneLine ? [text, escaped] : [paragraphs]
        return plain.first { self.read($0, oneLine: oneLine) == text }
            ?? self.verbatimStart + escaped + self.verbatimEnd
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    /// One paragraph that keeps blanks and empty lines, as ``write(_:oneLine:)`` makes it.
    private static func verbatim(_ html: String) -> String? {
        guard html.hasPrefix(self.verbatimStart), html.hasSuffix(self.verbatimEnd) else { return nil }
        let inner = html.dropFirst(self.verbatimStart.count).dropLast(self.verbatimEnd.count)
        guard !inner.contains("<") else { return nil }
        return String(inner).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    }
}
