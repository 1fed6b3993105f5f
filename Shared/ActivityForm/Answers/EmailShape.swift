/// The shape of an e-mail address: enough to catch slips of the pen; only a delivered mail proves an address.
public enum EmailShape {
    /// One `@`, something before it, a domain with a full stop after it, no blanks and no control characters.
    public static func fits(_ text: String) -> Bool {
        guard text.utf8.count <= 254, text.unicodeScalars.allSatisfy({ $0.value > 32 && $0.value != 127 }),
            !text.contains(where: { ",;<>\"()[]\\".contains($0) })
        else { return false }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.count <= 64 else { return false }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty && !$0.hasPrefix("-") && !$0.hasSuffix("-") }
    }
}
