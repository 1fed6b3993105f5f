internal import Synchronization

/// Tokens whose signature was found good a while ago: whoever works sends the same one with each request, and the check costs
/// more than many a handler. What the clock says about a token is not kept here, it is asked anew each time.
final class BelievedTokens: Sendable {
    /// About a megabyte at most; when they are full, everything is checked once more.
    private static let most = 1024

    /// By their bytes: two texts may count as equal that were signed differently.
    private let known = Mutex<[[UInt8]: TokenClaims]>([:])

    /// What a token claims; `nil` when it has to be checked.
    func claims(of token: String) -> TokenClaims? {
        let bytes = Array(token.utf8)
        return self.known.withLock { $0[bytes] }
    }

    /// Keeps what a checked token claims.
    func keep(_ claims: TokenClaims, of token: String) {
        let bytes = Array(token.utf8)
        self.known.withLock { known in
            if known.count >= Self.most { known.removeAll(keepingCapacity: true) }
            known[bytes] = claims
        }
    }
}
