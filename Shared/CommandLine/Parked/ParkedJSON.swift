import Foundation

/// A parked message as the service answers it, for a person to read.
enum ParkedJSON {
    /// The same on several lines, the masked body as the JSON that it is.
    ///
    /// - Throws: ``OperatorRefused`` when the answer is not JSON.
    static func readable(_ answer: Data) throws -> Data {
        // Why it cannot be read is told by nothing in it.
        guard var object = (try? JSONSerialization.jsonObject(with: answer)) as? [String: Any] else {
            throw OperatorRefused(description: "the service answered with something else than JSON")
        }
        if let text = object["maskedBody"] as? String {
            // What cannot be read stays the text that it is.
            object["maskedBody"] =
                (try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)) ?? text
        } else {
            object["maskedBody"] = "not JSON, so nothing could be masked: --body shows it"
        }
        return try JSONSerialization.data(
            withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    }
}
