import Foundation

/// A body with everything masked that could be personal data. It does not know the types of messages: whatever is not
/// plainly an identifier, a moment, a code or a small number is masked, so that a new field is masked until somebody
/// looks at it.
enum MaskedBody {
    static let mask = "‹tersembunyi›"
    /// Fields whose short texts are codes of ours wherever they stand outside a form.
    private static let codes: Set<String> = [
        "type", "state", "unit", "kind", "code", "channel", "outcome", "definition", "task", "purpose",
    ]
    /// Below these everything was typed by somebody.
    private static let typed: Set<String> = ["answers", "form", "text", "remarks"]

    /// The body as text; `nil` when it is not JSON.
    static func text(_ body: [UInt8]) -> String? {
        // A body that cannot be read is no fault here: that is why it rests.
        guard let value = try? JSONSerialization.jsonObject(with: Data(body), options: [.fragmentsAllowed]),
            let data = try? JSONSerialization.data(
                withJSONObject: Self.masked(value, key: nil, isTyped: false),
                options: [.sortedKeys, .prettyPrinted, .fragmentsAllowed, .withoutEscapingSlashes])
        else { return nil }
        return String(decoding: data, as: UTF8.self)
    }

    private static func masked(_ value: Any, key: String?, isTyped: Bool) -> Any {
        switch value {
        case let object as [String: Any]:
            return Dictionary(
                uniqueKeysWithValues: object.map { name, value in
                    (name, Self.masked(value, key: name, isTyped: isTyped || Self.typed.contains(name)))
                })
        case let list as [Any]: return list.map { Self.masked($0, key: key, isTyped: isTyped) }
        case let text as String:
            return Self.isHarmless(text, key: key, isTyped: isTyped) ? text : Self.mask
        case let number as NSNumber:
            // A number with ten digits may be that of a phone or an identity card.
            return abs(number.doubleValue) < 1e9 ? number : Self.mask
        default: return value
        }
    }

    private static func isHarmless(_ text: String, key: String?, isTyped: Bool) -> Bool {
        if text.isEmpty || UUID(uuidString: text) != nil { return true }
        if text.wholeMatch(of: /\d{4}-\d{2}-\d{2}(T[0-9:.]+Z)?/) != nil { return true }
        guard !isTyped, let key, Self.codes.contains(key) else { return false }
        return text.wholeMatch(of: /[a-z0-9.-]{1,40}/) != nil && text.firstMatch(of: /\d{5}/) == nil
    }
}
