/// A header value with parameters: `form-data; name="berkas"; filename="a \"b\".pdf"`.
struct HeaderParameters {
    /// What stands before the first semicolon, in lower case.
    let value: String
    private let parameters: [String: String]

    init(_ text: String) {
        var pieces: [String] = []
        var piece = ""
        var quoted = false
        var escaped = false
        for character in text {
            if escaped {
                piece.append(character)
                escaped = false
            } else if quoted, character == "\\" {
                escaped = true
            } else if character == "\"" {
                quoted.toggle()
            } else if character == ";", !quoted {
                pieces.append(piece)
                piece = ""
            } else {
                piece.append(character)
            }
        }
        pieces.append(piece)
        self.value = pieces[0].trimmingWhitespace().lowercased()
        var parameters: [String: String] = [:]
        for piece in pieces.dropFirst() {
            guard let equals = piece.firstIndex(of: "=") else { continue }
            let name = String(piece[..<equals]).trimmingWhitespace().lowercased()
            let raw = String(piece[piece.index(after: equals)...]).trimmingWhitespace()
            // HTML writes `%22` for a quotation mark in a name (RFC 7578 §2).
            parameters[name] = raw.replacing("%22", with: "\"")
        }
        self.parameters = parameters
    }

    subscript(_ name: String) -> String? { self.parameters[name] }
}
