public import Contracts

/// A form as the checks see it: its answers, which fields its version does not have, and the facts that are no answers.
///
/// Answers are read robustly (HTML, numbers written as text, words for codes), because a form may come from another
/// system; what cannot be read is kept as it is, so that a rule can say "not evaluable" instead of "empty".
public struct CheckedForm: Sendable {
    /// The facts that are no answers.
    public let context: CheckContext
    /// Whether the way of collecting stands nowhere but in the title: then the title cannot contradict it.
    public let isKindFromTitle: Bool

    let definition: FormDefinition
    let regions: RegionNames
    let answers: [String: JSONValue]
    let lacking: Set<String>
    let sources: [String: String]

    /// A form of this service.
    ///
    /// Answers to questions that are not asked do not count. A field that this version of the definition does not have
    /// is lacking, not empty.
    public init(_ content: FormContent, definition: FormDefinition, regions: RegionNames, context: CheckContext) {
        self.init(
            answers: definition.settled(content).answers,
            lacking: Set(CheckField.table.map(\.form).filter { !definition.has($0) }), sources: [:],
            isKindFromTitle: false, definition: definition, regions: regions, context: context)
    }

    init(
        answers: [String: JSONValue], lacking: Set<String>, sources: [String: String], isKindFromTitle: Bool,
        definition: FormDefinition, regions: RegionNames, context: CheckContext
    ) {
        self.answers = answers
        self.lacking = lacking
        self.sources = sources
        self.isKindFromTitle = isKindFromTitle
        self.definition = definition
        self.regions = regions
        self.context = context
    }

    /// What stands at a place of the form: `2.2/nama`, `3.4/0/definisi`.
    func raw(_ path: String) -> JSONValue? {
        var parts = path.split(separator: "/").map(String.init)[...]
        guard let number = parts.popFirst(), var value = self.answers[number] else { return nil }
        for part in parts {
            switch value {
            case .object(let members):
                guard let member = members[part] else { return nil }
                value = member
            case .array(let elements):
                guard let index = Int(part), elements.indices.contains(index) else { return nil }
                value = elements[index]
            default: return nil
            }
        }
        return value
    }

    /// Whether the form's version has no such field.
    func lacks(_ path: String) -> Bool { self.lacking.contains(path) }
}

extension FormDefinition {
    /// Whether there is a question, a part of a group or a column (`3.4/definisi`) at this place.
    func has(_ path: String) -> Bool { self.kind(at: path) != nil }

    /// The kind of answer at a place; a row's index may stand in the path or not.
    func kind(at path: String) -> AnswerKind? { self.field(at: path)?.kind }

    /// The part of a group or the column of rows at a place; for a question itself a field without a key.
    func field(at path: String) -> FormField? {
        let parts = path.split(separator: "/").map(String.init)
        guard let first = parts.first, let question = self.question(first) else { return nil }
        guard let key = parts.dropFirst().first(where: { Int($0) == nil }) else {
            return FormField(
                key: "", label: question.heading, required: question.required, condition: question.condition,
                kind: question.kind)
        }
        switch question.kind {
        case .group(let fields), .rows(let fields, _, _): return fields.first { $0.key == key }
        default: return nil
        }
    }
}
