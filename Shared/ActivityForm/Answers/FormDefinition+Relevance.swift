public import Contracts

extension FormDefinition {
    /// Whether the question is asked, given the answers so far: its own condition and that of its block hold.
    ///
    /// An answer to a question that is not asked does not count for the conditions of others.
    public func asks(_ question: Question, given answers: [String: JSONValue]) -> Bool {
        let blockCondition = self.block(asking: question.number)?.condition
        return self.holds(blockCondition, given: answers) && self.holds(question.condition, given: answers)
    }

    /// Whether the block is asked, given the answers so far.
    public func asks(_ block: FormBlock, given answers: [String: JSONValue]) -> Bool {
        self.holds(block.condition, given: answers)
    }

    /// Whether the field is asked, given the answers so far.
    public func asks(_ field: FormField, given answers: [String: JSONValue]) -> Bool {
        self.holds(field.condition, given: answers)
    }

    /// The form without answers to questions that are not asked, and without empty answers: what is submitted.
    public func settled(_ content: FormContent) -> FormContent {
        var answers: [String: JSONValue] = [:]
        for question in self.questions {
            guard let answer = content.answers[question.number], self.asks(question, given: content.answers) else {
                continue
            }
            if let filled = self.settled(answer, question.kind, given: content.answers) {
                answers[question.number] = filled
            }
        }
        return FormContent(definition: self.id, version: self.version, answers: answers)
    }

    /// The same for a form whose JSON is known: nearly every form is settled when it comes, and is not written again.
    ///
    /// - Throws: `EncodingError` for what cannot be written as JSON.
    public func settled(_ form: EncodedForm) throws -> EncodedForm {
        let settled = self.settled(form.content)
        // Texts that mean the same letters are equal, but what is left has the texts of the form itself, and the names of
        // the definition are of letters that are written in one way only.
        return settled == form.content ? form : try EncodedForm(settled)
    }

    private func settled(_ answer: JSONValue, _ kind: AnswerKind, given answers: [String: JSONValue]) -> JSONValue? {
        switch (kind, answer) {
        case (.group(let fields), .object(let parts)):
            var kept: [String: JSONValue] = [:]
            for field in fields where self.asks(field, given: answers) {
                if let part = parts[field.key], !part.isEmptyAnswer { kept[field.key] = part }
            }
            return kept.isEmpty ? nil : .object(kept)
        case (.rows, .array(let rows)):
            let kept = rows.compactMap { row -> JSONValue? in
                guard let parts = row.object else { return row }
                let filled = parts.filter { !$0.value.isEmptyAnswer }
                return filled.isEmpty ? nil : .object(filled)
            }
            return kept.isEmpty ? nil : .array(kept)
        default:
            return answer.isEmptyAnswer ? nil : answer
        }
    }

    // Terminates because the loader lets a condition look only at earlier questions.
    private func holds(_ condition: Condition?, given answers: [String: JSONValue]) -> Bool {
        guard let condition else { return true }
        return condition.holds { number in
            guard let question = self.question(number), self.asks(question, given: answers) else { return nil }
            return answers[number]
        }
    }
}

extension JSONValue {
    /// Nothing, blanks, or only empty parts: the same as no answer.
    var isEmptyAnswer: Bool {
        switch self {
        case .null: true
        case .string(let text): text.allSatisfy(\.isWhitespace)
        case .array(let elements): elements.allSatisfy(\.isEmptyAnswer)
        case .object(let members): members.values.allSatisfy(\.isEmptyAnswer)
        case .bool, .integer, .number: false
        }
    }
}
