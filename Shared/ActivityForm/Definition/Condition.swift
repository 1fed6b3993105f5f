import Contracts

/// When a question is asked, by the answers to earlier ones.
public indirect enum Condition: Hashable, Sendable {
    /// All of them hold.
    case all([Condition])
    /// At least one of them holds.
    case any([Condition])
    /// The answer (or one field of it) is one of these codes.
    case isOneOf(question: String, field: String?, codes: [Int])
    /// The answer holds at least one of these codes.
    case includes(question: String, codes: [Int])

    /// The questions that it looks at.
    public var questions: [String] {
        switch self {
        case .all(let parts), .any(let parts): parts.flatMap(\.questions)
        case .isOneOf(let question, _, _), .includes(let question, _): [question]
        }
    }

    /// Whether it holds, given a way to look up the answers that count.
    func holds(_ answer: (String) -> JSONValue?) -> Bool {
        switch self {
        case .all(let parts): return parts.allSatisfy { $0.holds(answer) }
        case .any(let parts): return parts.contains { $0.holds(answer) }
        case .isOneOf(let question, let field, let codes):
            guard let value = answer(question) else { return false }
            guard let code = (field.map { value.object?[$0] } ?? value)?.integer else { return false }
            return codes.contains(code)
        case .includes(let question, let codes):
            return answer(question)?.array?.contains { $0.integer.map(codes.contains) ?? false } ?? false
        }
    }
}
