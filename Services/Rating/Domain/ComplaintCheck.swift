public import Contracts

/// Checks a complaint before it is taken; the same for the form, the HTTP API and AMQP.
public struct ComplaintCheck: Hashable, Sendable {
    /// Where complaints come in.
    public static let channels: Set<String> = [
        "portal", "lapor", "webapps", "email", "sms", "whatsapp", "kotak-saran", "instagram",
    ]
    /// 5,000 characters.
    public static let longestText = 5000

    /// Whether the unit is known here.
    public var isUnitKnown: Bool

    /// A check with what only the service knows.
    public init(isUnitKnown: Bool) { self.isUnitKnown = isUnitKnown }

    /// The complaint, trimmed, with empty optional parts left out.
    ///
    /// - Throws: ``Problem`` that names every field at fault and its remedy, in the order of the form.
    public func reading(_ draft: ComplaintDraft) throws(Problem) -> FileComplaint {
        var faults = ComplaintFaults(draft)
        let key = faults.key()
        let channel = faults.channel()
        let unit = faults.unit(isKnown: self.isUnitKnown)
        let text = faults.content()
        let number = faults.caseNumber()
        let name = faults.name()
        let contact = faults.contact()
        let reference = faults.line("channelReference", longest: 200)
        let isConfidential = faults.confidential()
        // What is required is there when nothing was at fault.
        guard faults.found.isEmpty, let key, let channel, let unit, let text, let isConfidential else {
            throw .invalid(faults.found)
        }
        return FileComplaint(
            idempotencyKey: key, channel: channel, channelReference: reference, unit: unit, text: text,
            complainantName: name.map(Personal.init), complainantContact: contact.map(Personal.init),
            confidential: isConfidential, caseNumber: number)
    }

    static func isContact(_ text: String) -> Bool {
        if text.contains("@") {
            let parts = text.split(separator: "@", omittingEmptySubsequences: false)
            return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".") && !text.contains(" ")
        }
        let digits = text.filter { !" -().".contains($0) }
        let number = digits.hasPrefix("+") ? digits.dropFirst() : digits[...]
        return (6...16).contains(number.count) && number.utf8.allSatisfy { (48...57).contains($0) }
    }

    static func isCaseNumber(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "LYK" && parts[1].count == 4 && parts[2].count == 4
            && parts[3].count >= 6
            && parts.dropFirst().allSatisfy { $0.utf8.allSatisfy { (48...57).contains($0) } }
    }
}
