public import Contracts

/// Takes a draft from one version of the questionnaire to another, on the applicant's wish, and loses nothing silently.
///
/// An answer goes over when the new version asks the same number and can read the answer as it stands. Everything else is
/// told in words, with the text of the answer, so that it can be typed or chosen again.
public struct CarryOver: Sendable {
    private let old: FormDefinition
    private let new: FormDefinition
    private let regions: RegionNames

    /// A way between two versions, in either direction.
    public init(from old: FormDefinition, to new: FormDefinition, regions: RegionNames) {
        self.old = old
        self.new = new
        self.regions = regions
    }

    /// The draft in the new version, with an account of what became of every answer.
    public func carry(_ content: FormContent) -> CarriedForm {
        var carried = self.new.empty
        for (number, answer) in content.answers where self.new.question(number) != nil {
            carried.answers[number] = answer
        }
        // A number may ask for something else than before: what does not fit is taken out and told.
        let validation = AnswerValidation(definition: self.new, regions: self.regions)
        let pruned = AnswerPruning.prune(&carried, by: validation)

        var report = CarryReport()
        for number in self.numbers(in: content) {
            guard let answer = content.answers[number], !answer.isEmptyAnswer else { continue }
            if self.new.question(number) == nil {
                report.removed.append(
                    self.entry(number, answer, "Pertanyaan ini tidak ada di dalam versi \(self.new.version)."))
            } else if let problems = pruned[number] {
                for problem in problems {
                    report.unfit.append(self.entry(number, problem.removed, problem.message, at: problem.path))
                }
                if carried.answers[number] != nil { report.kept.append(number) }
            } else {
                report.kept.append(number)
            }
        }
        report.added = self.new.questions
            .filter { self.old.question($0.number) == nil && self.new.asks($0, given: carried.answers) }
            .map(\.number)
        report.lacking = validation.problems(in: carried)
        return CarriedForm(content: carried, report: report)
    }

    private func numbers(in content: FormContent) -> [String] {
        let known = self.old.questions.map(\.number)
        return known + content.answers.keys.filter { self.old.question($0) == nil }.sorted()
    }

    private func entry(_ number: String, _ value: JSONValue, _ reason: String, at path: String? = nil)
        -> CarryReport.Entry
    {
        let question = self.old.question(number)
        // A part of an answer is shown as it is; the whole answer in the words of the version that asked.
        let lines: [String] =
            if let question, path == nil || path == number {
                self.old.display(value, of: question, regions: self.regions)
            } else {
                [value.string ?? value.description]
            }
        return CarryReport.Entry(
            number: number, path: path ?? number, heading: question?.name ?? number, answer: lines, value: value,
            reason: reason)
    }
}

/// A draft in another version of its questionnaire.
public struct CarriedForm: Hashable, Sendable {
    /// In the new version.
    public var content: FormContent
    /// What became of every answer.
    public var report: CarryReport
}

/// What became of a draft's answers in another version of the questionnaire.
public struct CarryReport: Hashable, Sendable {
    /// An answer, or a part of one, that did not go over.
    public struct Entry: Hashable, Sendable {
        /// The question that was answered.
        public let number: String
        /// The part of the answer: `3.4/0/konsep`; the number itself for the whole answer.
        public let path: String
        /// The question as the old version asks it.
        public let heading: String
        /// The answer as people read it.
        public let answer: [String]
        /// The answer as it was kept.
        public let value: JSONValue
        /// Why it did not go over, and what to do, in Indonesian.
        public let reason: String
    }

    /// Numbers of the questions whose answers went over, whole or in part.
    public var kept: [String] = []
    /// Answers to questions that the new version does not ask.
    public var removed: [Entry] = []
    /// Answers, or parts, that the new version cannot read.
    public var unfit: [Entry] = []
    /// Questions that only the new version asks, and asks of this form.
    public var added: [String] = []
    /// What the form lacks in the new version.
    public var lacking: [FieldProblem] = []
}
