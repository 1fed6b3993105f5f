/// What one rule says of one form.
public struct CheckFinding: Hashable, Sendable {
    /// The rule.
    public let rule: CheckRule
    /// What it says.
    public let outcome: CheckOutcome
    /// What it has seen. A violation always has some.
    public let evidence: [CheckEvidence]

    /// What is said of the outcome, in Indonesian: of a violation the rule's own message.
    public var message: String {
        switch self.outcome {
        case .violation: self.rule.message
        case .pass: "Sesuai."
        case .notEvaluable: "Belum dapat diperiksa: isian yang diperlukan tidak ada atau tidak terbaca."
        case .notApplicable: "Tidak berlaku untuk formulir ini."
        }
    }

    /// The questions that the evidence is about, each once, in the order of the evidence.
    public var questions: [String] {
        var seen: Set<String> = []
        return self.evidence.compactMap(\.question).filter { seen.insert($0).inserted }
    }
}
