import ActivityForm

/// Says in words when a question is asked.
struct ConditionWords {
    let definition: FormDefinition

    /// `Diisi bila “4.1 Kegiatan ini dilakukan” dijawab Berulang.`
    func sentence(_ condition: Condition?) -> String? {
        guard let condition, let words = self.words(condition) else { return nil }
        return "Diisi bila \(words)."
    }

    private func words(_ condition: Condition) -> String? {
        switch condition {
        case .all(let parts): return parts.compactMap(self.words).joined(separator: ", dan ")
        case .any(let parts): return parts.compactMap(self.words).joined(separator: ", atau ")
        case .isOneOf(let number, let field, let codes):
            guard let question = self.definition.question(number) else { return nil }
            guard let field else { return self.answered(question.heading, question.kind, codes) }
            guard case .group(let fields) = question.kind, let part = fields.first(where: { $0.key == field }) else {
                return nil
            }
            return self.answered("\(question.number) \(part.label)", part.kind, codes)
        case .includes(let number, let codes):
            guard let question = self.definition.question(number) else { return nil }
            return self.answered(question.heading, question.kind, codes)
        }
    }

    private func answered(_ heading: String, _ kind: AnswerKind, _ codes: [Int]) -> String? {
        let options: [AnswerKind.Option]
        switch kind {
        case .choice(let list), .choices(let list): options = list
        default: return nil
        }
        let labels = codes.compactMap { code in options.first { $0.code == code }?.label }
        return "“\(heading)” dijawab \(labels.joined(separator: " atau "))"
    }
}
