internal import Mustache

/// Texts under dotted keys, found step by step as a template does: `nav.sign-in` is `sign-in` inside `nav`.
struct MarkupTree: MustacheParent, Sendable {
    private let leaves: [String: String]
    private let branches: [String: MarkupTree]

    init(_ texts: [String: String]) {
        var leaves: [String: String] = [:]
        var inner: [String: [String: String]] = [:]
        for (key, text) in texts {
            if let dot = key.firstIndex(of: ".") {
                inner[String(key[..<dot]), default: [:]][String(key[key.index(after: dot)...])] = text
            } else {
                leaves[key] = text
            }
        }
        self.leaves = leaves
        self.branches = inner.mapValues { MarkupTree($0) }
    }

    func child(named name: String) -> Any? { self.leaves[name].map { MarkupText($0) } ?? self.branches[name] }
}
