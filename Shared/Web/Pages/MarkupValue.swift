internal import Foundation
internal import Mustache

/// Turns a page's model into the values that a template sees: structs become dictionaries of their properties, things
/// that describe themselves become text, `nil` and empty text count as absent.
enum MarkupValue {
    static func of(_ value: Any?) -> Any? {
        guard let value else { return nil }
        switch value {
        case let model as any MarkupConvertible: return self.of(model.markup)
        case let text as String: return MarkupText(text)
        case let text as Substring: return MarkupText(String(text))
        case let flag as Bool: return flag
        case let list as [Any]: return list.compactMap { self.of($0) }
        case let dictionary as [String: Any?]: return dictionary.mapValues { self.of($0) ?? MarkupText("") }
        case let raw as any RawRepresentable<String>: return MarkupText(raw.rawValue)
        case let described as any CustomStringConvertible: return MarkupText(described.description)
        default: break
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.flatMap { self.of($0.value) }
        case .enum: return MarkupText(String(describing: value))
        default:
            var properties: [String: Any] = [:]
            for child in mirror.children {
                // An absent value is named all the same: else the template would find one of the same name further out.
                if let label = child.label { properties[label] = self.of(child.value) ?? MarkupText("") }
            }
            return properties
        }
    }
}

/// Text on its way into a template.
struct MarkupText: MustacheCustomRenderable {
    let renderText: String

    init(_ text: String) { self.renderText = Self.separated(text) }

    /// Empty text does not open a section.
    var isNull: Bool { self.renderText.isEmpty }

    /// The template engine escapes whole characters, so `"` followed by a combining mark would pass unescaped and end an
    /// attribute. A zero-width space keeps the two apart.
    private static func separated(_ text: String) -> String {
        func isMarkup(_ scalar: Unicode.Scalar) -> Bool {
            scalar == "<" || scalar == ">" || scalar == "&" || scalar == "\"" || scalar == "'"
        }
        guard text.contains(where: { $0.unicodeScalars.count > 1 && $0.unicodeScalars.contains(where: isMarkup) })
        else { return text }
        var result = String.UnicodeScalarView()
        for character in text {
            for (index, scalar) in character.unicodeScalars.enumerated() {
                if index > 0, character.unicodeScalars.contains(where: isMarkup) { result.append("\u{200B}") }
                result.append(scalar)
            }
        }
        return String(result)
    }
}
