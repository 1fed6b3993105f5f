internal import Foundation

/// Reads `Templates/**/*.mustache` of a bundle: name (path without suffix) and text.
enum TemplateFolder {
    static func read(_ bundle: Bundle) -> [(name: String, source: String)] {
        guard let root = bundle.resourceURL?.appendingPathComponent("Templates").path,
            let paths = FileManager.default.enumerator(atPath: root)
        else { return [] }
        let suffix = ".mustache"
        return paths.compactMap { path -> (String, String)? in
            guard let path = path as? String, path.hasSuffix(suffix), !path.hasSuffix("placeholder.mustache"),
                let data = FileManager.default.contents(atPath: root + "/" + path),
                let source = String(validating: data, as: UTF8.self)
            else { return nil }
            return (String(path.dropLast(suffix.count)), source)
        }
    }
}
