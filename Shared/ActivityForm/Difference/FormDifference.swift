public import Contracts

/// What differs between two rounds of a form, question by question, for people to read.
///
/// Each side is read by the version of the questionnaire in which it was answered. Answers to questions that were not asked
/// and empty answers do not count: they are no part of what is submitted. The order of ticks and of regions does not count
/// either.
public struct FormDifference: Hashable, Sendable {
    /// The questions whose answers differ, in the order of the newer form; questions that only the older one has come last.
    public let questions: [QuestionDifference]

    /// Whether the two say the same.
    public var isEmpty: Bool { self.questions.isEmpty }

    /// Compares two rounds.
    ///
    /// - Parameters:
    ///   - old: what was filed before.
    ///   - oldDefinition: the version in which `old` was answered.
    ///   - new: what is filed now.
    ///   - newDefinition: the version in which `new` was answered; without it, the same as the old one.
    ///   - regions: names of regions.
    public init(
        from old: FormContent, by oldDefinition: FormDefinition, to new: FormContent,
        by newDefinition: FormDefinition? = nil, regions: RegionNames
    ) {
        let newDefinition = newDefinition ?? oldDefinition
        let before = Self.counting(old, oldDefinition)
        let after = Self.counting(new, newDefinition)
        let inNew = newDefinition.questions.map(\.number)
        let inOld = oldDefinition.questions.map(\.number).filter { newDefinition.question($0) == nil }
        let unknown = Set(before.keys).union(after.keys).subtracting(inNew).subtracting(inOld).sorted()
        self.questions = (inNew + inOld + unknown).compactMap { number in
            let comparison = AnswerComparison(
                old: before[number], oldQuestion: oldDefinition.question(number),
                new: after[number], newQuestion: newDefinition.question(number), regions: regions)
            let parts = comparison.parts
            guard !parts.isEmpty else { return nil }
            let question = newDefinition.question(number) ?? oldDefinition.question(number)
            let block = newDefinition.block(asking: number) ?? oldDefinition.block(asking: number)
            return QuestionDifference(
                number: number, heading: question?.name ?? number, block: block?.heading,
                change: before[number] == nil ? .added : after[number] == nil ? .removed : .changed, parts: parts)
        }
    }

    /// What counts of a form: settled, and besides what the definition does not know, so that it does not disappear.
    private static func counting(_ content: FormContent, _ definition: FormDefinition) -> [String: JSONValue] {
        let unknown = content.answers.filter { definition.question($0.key) == nil && !$0.value.isEmptyAnswer }
        return definition.settled(content).answers.merging(unknown) { settled, _ in settled }
    }
}

/// How one thing differs from what was there before.
public enum FormChange: String, Hashable, Sendable, Codable {
    /// There was nothing before.
    case added
    /// There is nothing now.
    case removed
    /// Both, and they differ.
    case changed
}

/// One question that is answered otherwise than before.
public struct QuestionDifference: Hashable, Sendable {
    /// Its number: `3.4`.
    public let number: String
    /// `3.4 Variabel (karakteristik) yang dikumpulkan`.
    public let heading: String
    /// `Blok III. Perencanaan dan persiapan`; `nil` for a question that neither version knows.
    public let block: String?
    /// The answer as a whole.
    public let change: FormChange
    /// Field by field, row by row; never empty.
    public let parts: [PartDifference]
}

/// One part of an answer that differs: a field, a row, a field of a row, an option, lines of a text, or the whole.
public struct PartDifference: Hashable, Sendable {
    /// Where it stands: `3.4/1/definisi`; rows are counted as they stand now, a removed one as it stood before.
    public let path: String
    /// `Baris 2, Definisi`; `nil` for the whole answer.
    public let label: String?
    /// What happened to it.
    public let change: FormChange
    /// As people read it; empty when there was nothing.
    public let before: [String]
    /// As people read it; empty when there is nothing.
    public let after: [String]

    /// One part with everything said.
    public init(path: String, label: String?, change: FormChange, before: [String], after: [String]) {
        self.path = path
        self.label = label
        self.change = change
        self.before = before
        self.after = after
    }
}
