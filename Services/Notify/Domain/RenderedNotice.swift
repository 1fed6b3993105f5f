/// A notice in words: one subject, and blocks from which plain text, HTML and a page are made.
public struct RenderedNotice: Hashable, Sendable {
    /// One line.
    public let subject: String
    /// Top to bottom.
    public let blocks: [Block]

    /// One filled block.
    public enum Block: Hashable, Sendable {
        /// May hold line breaks.
        case paragraph(String)
        /// One entry for each text.
        case list([String])
        /// Words and where they lead.
        case link(String, target: String)
    }

    /// Paragraphs with an empty line between them; a link stands below its words.
    public var text: String {
        self.blocks.map { block in
            switch block {
            case .paragraph(let words): words
            case .list(let entries): entries.map { "- \($0)" }.joined(separator: "\n")
            case .link(let words, let target): "\(words):\n\(target)"
            }
        }
        .joined(separator: "\n\n") + "\n"
    }

    /// A whole document without style sheets, scripts or remote content. Everything that was filled in is escaped.
    public var html: String {
        let body = self.blocks.map { block in
            switch block {
            case .paragraph(let words):
                "<p>\(Self.escape(words).replacing("\n", with: "<br>\n"))</p>"
            case .list(let entries): "<ul>\(entries.map { "<li>\(Self.escape($0))</li>" }.joined())</ul>"
            case .link(let words, let target): "<p><a href=\"\(Self.escape(target))\">\(Self.escape(words))</a></p>"
            }
        }
        return """
            <!doctype html>
            <html lang="id"><head><meta charset="utf-8"><title>\(Self.escape(self.subject))</title></head>
            <body>
            \(body.joined(separator: "\n"))
            </body></html>

            """
    }

    /// Scalar by scalar: a combining mark after a quote must not hide the quote.
    private static func escape(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "'": result.append(contentsOf: "&#39;".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}

extension NoticeTemplate {
    /// Fills the words.
    ///
    /// - Throws: ``TemplateFault`` when a value is missing, which a checked template and a full set of values exclude.
    public func rendered(with values: NoticeValues) throws(TemplateFault) -> RenderedNotice {
        do throws(TemplateFault.Reason) {
            var blocks: [RenderedNotice.Block] = []
            for block in self.body {
                switch block {
                case .paragraph(let words, let onlyWith):
                    if let onlyWith, values.texts[onlyWith, default: ""].isEmpty { continue }
                    blocks.append(.paragraph(try TemplateText(words).filled(with: values)))
                case .list(let name):
                    guard let entries = values.lists[name] else { throw .missingValue(name) }
                    blocks.append(.list(entries))
                case .link(let name, let label):
                    guard let target = values.texts[name] else { throw .missingValue(name) }
                    blocks.append(.link(try TemplateText(label).filled(with: values), target: target))
                }
            }
            return RenderedNotice(subject: try TemplateText(self.subject).filled(with: values), blocks: blocks)
        } catch {
            throw TemplateFault(kind: self.kind, channel: self.channel, version: self.version, reason: error)
        }
    }
}
