/// One line of a list on a page: templates name their values.
struct TextLine: Sendable {
    let text: String
    init(_ text: String) { self.text = text }
}
