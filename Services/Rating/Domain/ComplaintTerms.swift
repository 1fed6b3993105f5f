public import Contracts

/// All terms for complaints: three for the stages that each goes through, one for each class.
public struct ComplaintTerms: Hashable, Sendable {
    /// Of the stages; ``ComplaintDuty/completion`` is not among them.
    public let stages: [ComplaintDuty: ComplaintTerm]
    /// To finish, by class.
    public let classes: [ComplaintClass: ComplaintTerm]

    /// Reads `{"stages": {"verification": {…}, …}, "classes": {"complaint": {…}, …}}`.
    ///
    /// - Throws: ``DataFault`` for a stage or class that is missing or unknown, a term without source, a length outside
    ///   1…365, or a stage without a length. Nothing of the file is used then.
    public init(json: [UInt8], file: String) throws(DataFault) {
        let body = try DataFault.decode(Body.self, json, file: file)
        self.stages = try Self.terms(
            body.stages, of: [.verification, .firstAnswer, .silence], under: "stages", file: file)
        self.classes = try Self.terms(body.classes, of: ComplaintClass.allCases, under: "classes", file: file)
        for (duty, term) in self.stages where term.workingDays == nil {
            throw DataFault(
                file: file, field: "stages/\(duty.rawValue)/workingDays", reason: "is missing: every stage has a length"
            )
        }
    }

    /// The term for a duty; to finish only once the class is known.
    public func term(for duty: ComplaintDuty, class complaintClass: ComplaintClass?) -> ComplaintTerm? {
        duty == .completion ? complaintClass.flatMap { self.classes[$0] } : self.stages[duty]
    }

    private struct Body: Decodable {
        var stages: [String: ComplaintTerm]
        var classes: [String: ComplaintTerm]
    }

    private static func terms<Key: RawRepresentable<String> & Hashable>(
        _ terms: [String: ComplaintTerm], of keys: [Key], under group: String, file: String
    ) throws(DataFault) -> [Key: ComplaintTerm] {
        if let unknown = terms.keys.sorted().first(where: { name in !keys.contains { $0.rawValue == name } }) {
            throw DataFault(file: file, field: "\(group)/\(unknown)", reason: "is unknown")
        }
        var found: [Key: ComplaintTerm] = [:]
        for key in keys {
            let field = "\(group)/\(key.rawValue)"
            guard let term = terms[key.rawValue] else {
                throw DataFault(file: file, field: field, reason: "is missing")
            }
            guard !PlainText.trimmed(term.source).isEmpty else {
                throw DataFault(file: file, field: "\(field)/source", reason: "is empty")
            }
            if let days = term.workingDays, !(1...365).contains(days) {
                throw DataFault(file: file, field: "\(field)/workingDays", reason: "\(days) is outside 1 to 365")
            }
            found[key] = term
        }
        return found
    }
}
