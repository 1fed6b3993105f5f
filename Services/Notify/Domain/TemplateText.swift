/// A text with `{{name}}` in it, cut into its pieces.
struct TemplateText {
    enum Piece: Hashable {
        case words(String)
        case value(NoticeVariable)
    }

    let pieces: [Piece]

    /// - Throws: ``TemplateFault/Reason`` for a name that does not exist, or braces that do not close.
    init(_ text: String) throws(TemplateFault.Reason) {
        var pieces: [Piece] = []
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else { throw .unclosedBraces }
            let name = String(rest[open.upperBound..<close.lowerBound])
            guard let variable = NoticeVariable(rawValue: name) else { throw .unknownVariable(name) }
            if open.lowerBound > rest.startIndex { pieces.append(.words(String(rest[..<open.lowerBound]))) }
            pieces.append(.value(variable))
            rest = rest[close.upperBound...]
        }
        guard !rest.contains("}}") else { throw .unclosedBraces }
        if !rest.isEmpty { pieces.append(.words(String(rest))) }
        self.pieces = pieces
    }

    var variables: Set<NoticeVariable> {
        Set(self.pieces.compactMap { if case .value(let name) = $0 { name } else { nil } })
    }

    /// The words with the values in their places.
    func filled(with values: NoticeValues) throws(TemplateFault.Reason) -> String {
        var result = ""
        for piece in self.pieces {
            switch piece {
            case .words(let words): result += words
            case .value(let name):
                guard let value = values.texts[name] else { throw .missingValue(name) }
                result += value
            }
        }
        return result
    }
}
