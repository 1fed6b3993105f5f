/// What became of one attempt on an outside channel, in words of our own.
public enum AttemptVerdict: Hashable, Sendable {
    /// Taken; the provider's code is the evidence.
    case taken(code: Int)
    /// Certainly not taken; a later attempt makes sense. `cause` is a word for the operator, never a person's data.
    case notTaken(code: Int?, cause: String)
    /// Certainly not taken, and never will be.
    case refused(code: Int?, cause: String)
    /// May have been taken.
    case unknown(cause: String)

    /// The word under which the attempt is kept.
    public var name: String {
        switch self {
        case .taken: "taken"
        case .notTaken: "not-taken"
        case .refused: "refused"
        case .unknown: "unknown"
        }
    }

    /// The provider's code, when there was one.
    public var code: Int? {
        switch self {
        case .taken(let code): code
        case .notTaken(let code, _), .refused(let code, _): code
        case .unknown: nil
        }
    }

    /// Why, in a word.
    public var cause: String? {
        switch self {
        case .taken: nil
        case .notTaken(_, let cause), .refused(_, let cause), .unknown(let cause): cause
        }
    }
}
