/// A notice in words: one subject, and the same body as plain text and as HTML.
public struct RenderedNotice: Hashable, Sendable {
    /// One line.
    public let subject: String
    /// Paragraphs with an empty line between them.
    public let text: String
    /// A whole document without style sheets, scripts or remote content.
    public let html: String
    /// Only the blocks, for a page of our own.
    public let fragment: String
}

extension NoticeTemplate {
    /// Fills the words.
    ///
    /// - Throws: ``TemplateFault`` when a value is missing, which a checked template and a full set of values exclude.
    public func rendered(with values: NoticeValues) throws(TemplateFault) -> RenderedNotice {
        do throws(TemplateFault.Reason) {
            let subject = try TemplateText(self.subject).filled(with: values) { $0 }
            var paragraphs: [String] = []
            var blocks: [String] = []
            for block in self.body {
                switch block {
                case .paragraph(let words, let onlyWith):
                    if let onlyWith, values.texts[onlyWith, default: ""].isEmpty { continue }
                    let text = try TemplateText(words)
                    paragraphs.append(try text.filled(with: values) { $0 })
                    blocks.append("<p>\(try text.filled(with: values, escape: Self.escape))</p>")
                case .list(let name):
                    guard let entries = values.lists[name] else { throw TemplateFault.Reason.missingValue(name) }
                    paragraphs.append(entries.map { "- \($0)" }.joined(separator: "\n"))
                    blocks.append("<ul>\(entries.map { "<li>\(Self.escape($0))</li>" }.joined())</ul>")
                case .link(let name, let label):
                    guard let target = values.texts[name] else { throw TemplateFault.Reason.missingValue(name) }
                    let label = try TemplateText(label)
                    paragraphs.append("\(try label.filled(with: values) { $0 }):\n\(target)")
                    let words = try label.filled(with: values, escape: Self.escape)
                    blocks.append("<p><a href=\"\(Self.escape(target))\">\(words)</a></p>")
                }
            }
            let fragment = blocks.joined(separator: "\n")
            return RenderedNotice(
                subject: subject, text: paragraphs.joined(separator: "\n\n") + "\n",
                html: """
                    <!doctype html>
                    <html lang="id"><head><meta charset="utf-8"><title>\(Self.escape(subject))</title></head>
                    <body>
                    \(fragment)
                    </body></html>

                    """, fragment: fragment)
        } catch {
            throw TemplateFault(kind: self.kind, channel: self.channel, version: self.version, reason: error)
        }
    }

    static func escape(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\r\n": result += "<br>"
            default: result.append(character)
            }
        }
        return result
    }
}
