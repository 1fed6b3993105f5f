import Contracts

/// Takes out of a form exactly what cannot be read, and leaves all the rest.
enum AnswerPruning {
    /// What was taken out at one place.
    struct Removed {
        /// Where it stood: `3.4/0/definisi`.
        let path: String
        /// What stood there.
        let removed: JSONValue
        /// Why, in Indonesian.
        let message: String
    }

    /// Removes every value that cannot be read, so that none is left.
    ///
    /// - Returns: what was removed, by question number.
    static func prune(_ content: inout FormContent, by validation: AnswerValidation) -> [String: [Removed]] {
        var removed = self.prune(&content, validation.unreadableAnywhere(in: content))
        // A problem's path is cut when it is the sender's own text; then the whole answer goes.
        for problem in validation.unreadableAnywhere(in: content) {
            guard let number = problem.field.split(separator: "/").first.map(String.init),
                let answer = content.answers.removeValue(forKey: number)
            else { continue }
            removed[number, default: []].append(Removed(path: number, removed: answer, message: problem.message))
        }
        return removed
    }

    private static func prune(_ content: inout FormContent, _ problems: [FieldProblem]) -> [String: [Removed]] {
        var removed: [String: [Removed]] = [:]
        // From the back: what is taken out of a list must not move what is still to be taken out.
        for problem in problems.reversed() {
            let steps = problem.field.split(separator: "/").map(String.init)
            guard let number = steps.first, let answer = content.answers[number] else { continue }
            guard let (rest, value) = self.remove(Array(steps.dropFirst()), from: answer) else { continue }
            content.answers[number] = rest.flatMap { $0.isEmptyAnswer ? nil : $0 }
            removed[number, default: []].insert(
                Removed(path: problem.field, removed: value, message: problem.message), at: 0)
        }
        return removed
    }

    /// What is left without the value at the path, and that value; `nil` when nothing stands there.
    private static func remove(_ steps: [String], from value: JSONValue) -> (rest: JSONValue?, value: JSONValue)? {
        guard let step = steps.first else { return (nil, value) }
        let further = Array(steps.dropFirst())
        switch value {
        case .object(var members):
            guard let member = members[step], let (rest, removed) = self.remove(further, from: member) else {
                return nil
            }
            members[step] = rest
            return (.object(members), removed)
        case .array(var elements):
            guard let index = Int(step), elements.indices.contains(index),
                let (rest, removed) = self.remove(further, from: elements[index])
            else { return nil }
            if let rest { elements[index] = rest } else { elements.remove(at: index) }
            return (.array(elements), removed)
        default: return nil
        }
    }
}
