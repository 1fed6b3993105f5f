/// Why a token was not believed. The caller is told only that it must sign in.
public enum TokenRejection: Error, Hashable, Sendable {
    /// Not a token: parts, encoding, claims, or an algorithm other than EdDSA.
    case malformed
    /// Signed by nobody we know.
    case forged
    /// Its ten minutes are over.
    case expired
    /// Issued in the future: a clock is wrong.
    case notYetValid
}
