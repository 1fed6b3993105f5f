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
        if let answer = self.answers[path] { return answer }
        let parts = path.placeParts
        guard parts.count > 1, var value = self.answers[parts[0]] else { return nil }
        for part in parts.dropFirst() {
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

    /// Whether a row of the table of variables has no such column: nearly every form has every field.
    func lacks(_ column: String, inRow row: Int) -> Bool {
        !self.lacking.isEmpty && self.lacks("3.4/\(row)/\(column)")
    }
}

extension String {
    /// The parts of a place of the form, the number of the question first: `3.4/0/definisi`.
    var placeParts: [String] { self.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) } }
}

extension FormDefinition {
    /// Whether there is a question, a part of a group or a column (`3.4/definisi`) at this place.
    func has(_ path: String) -> Bool { self.kind(at: path) != nil }

    /// The kind of answer at a place; a row's index may stand in the path or not.
    func kind(at path: String) -> AnswerKind? {
        if let question = self.question(path) { return question.kind }
        let parts = path.placeParts
        guard let question = self.question(parts.first ?? path) else { return nil }
        guard let key = parts.dropFirst().first(where: { Int($0) == nil }) else { return question.kind }
        return question.field(key)?.kind
    }
}

extension Question {
    /// The part of a group or the column of rows with this key; `nil` when there is none.
    func field(_ key: String) -> FormField? {
        switch self.kind {
        case .group(let fields), .rows(let fields, _, _): fields.first { $0.key == key }
        default: nil
        }
    }
}
