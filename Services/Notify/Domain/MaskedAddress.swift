/// As much of an e-mail address as an operator needs to talk about it: `s•••@contoh.go.id`.
public enum MaskedAddress {
    /// The first character and the domain; `•••` for anything that is not an address.
    public static func text(_ address: String) -> String {
        let parts = address.split(separator: "@")
        guard parts.count == 2, let first = parts[0].first else { return "•••" }
        return "\(first)•••@\(parts[1])"
    }
}
