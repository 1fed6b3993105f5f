/// What a template must not contain: unescaped values, inline code or style, includes of templates that do not exist.
enum TemplateRules {
    static func check(_ source: String, named name: String, among names: Set<String>) throws {
        // The layout puts the rendered content in; nothing else is ever written as it is.
        let unescaped = name == "layout" ? source.replacing("{{{content}}}", with: "") : source
        for token in ["{{{", "{{&", "{{%"] where unescaped.contains(token) {
            throw PageError.unsafe(name, found: token)
        }
        let lower = source.lowercased()
        for token in ["<script", "<style", " style=", "javascript:", "<iframe", "<object", "<embed", "<base"]
        where lower.contains(token) {
            throw PageError.unsafe(name, found: token)
        }
        if let handler = lower.firstMatch(of: /\son[a-z]+\s*=/) {
            throw PageError.unsafe(name, found: String(handler.0))
        }
        for include in source.matches(of: /\{\{\s*[><]\s*([^}\s]+)\s*\}\}/) {
            let partial = String(include.1)
            guard partial.hasPrefix("*") || names.contains(partial) else {
                throw PageError.unknownPartial(partial, in: name)
            }
        }
    }
}
