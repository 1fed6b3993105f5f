public import Contracts
import Foundation

/// Says what keeps a form from being submitted: missing required answers and unreadable values, nothing else.
///
/// Whether an answer is good is for the officer to say.
public struct AnswerValidation: Sendable {
    private let definition: FormDefinition
    private let regions: RegionNames

    /// The largest form, as JSON: 200 KiB.
    public static let largestForm = 200 * 1024

    /// Validation by a definition and a directory of regions.
    public init(definition: FormDefinition, regions: RegionNames) {
        self.definition = definition
        self.regions = regions
    }

    /// Every problem, in the order of the questions. Empty means that the form can be submitted.
    ///
    /// The field of a problem is the question's number, followed for parts by the path: `3.4/0/nama`.
    public func problems(in content: FormContent) -> [FieldProblem] {
        // What cannot be written cannot be kept either: it counts as too large.
        self.problems(in: content, size: (try? ContractJSON.encode(content).count) ?? .max)
    }

    /// The same for a form whose JSON is known.
    public func problems(in form: EncodedForm) -> [FieldProblem] {
        self.problems(in: form.content, size: form.json.count)
    }

    private func problems(in content: FormContent, size: @autoclosure () -> Int) -> [FieldProblem] {
        guard content.definition == self.definition.id, content.version == self.definition.version else {
            return [
                FieldProblem(
                    field: "definition", code: "unknown",
                    message: "Formulir: Jenis atau versinya bukan yang diperiksa di sini. "
                        + "Gunakan \(self.definition.id) versi \(self.definition.version).")
            ]
        }
        guard size() <= Self.largestForm else {
            return [
                FieldProblem(
                    field: "answers", code: "too-large",
                    message: "Seluruh isian: Lebih besar daripada 200 KiB. "
                        + "Ringkas teks, atau pindahkan rinciannya ke lampiran.")
            ]
        }
        var found = self.unknown(in: content)
        for question in self.definition.questions {
            found += self.problems(with: question, in: content.answers, missingToo: true)
        }
        return found
    }

    /// Only the values that cannot be read, whether or not something is missing: what a draft must not keep.
    public func unreadable(in content: FormContent) -> [FieldProblem] {
        self.unknown(in: content)
            + self.definition.questions.flatMap { self.problems(with: $0, in: content.answers, missingToo: false) }
    }

    /// The same, also of answers to questions that are not asked: what a file must not bring in.
    func unreadableAnywhere(in content: FormContent) -> [FieldProblem] {
        self.unknown(in: content)
            + self.definition.questions.flatMap {
                self.check(content.answers, missingToo: false).problems(
                    content.answers[$0.number], $0.kind, required: $0.required, at: $0.number, called: $0.name)
            }
    }

    /// The problems of one question, given all answers. Empty when it is not asked.
    public func problems(with question: Question, in answers: [String: JSONValue]) -> [FieldProblem] {
        self.problems(with: question, in: answers, missingToo: true)
    }

    private func problems(with question: Question, in answers: [String: JSONValue], missingToo: Bool)
        -> [FieldProblem]
    {
        guard self.definition.asks(question, given: answers) else { return [] }
        return self.check(answers, missingToo: missingToo).problems(
            answers[question.number], question.kind, required: question.required,
            at: question.number, called: question.name)
    }

    private func check(_ answers: [String: JSONValue], missingToo: Bool) -> ValueCheck {
        ValueCheck(definition: self.definition, regions: self.regions, answers: answers, missingToo: missingToo)
    }

    private func unknown(in content: FormContent) -> [FieldProblem] {
        content.answers.keys.filter { !self.definition.knows($0) }.sorted().map { number in
            // The number is the sender's text: cut, so that an answer to a hostile message stays small.
            FieldProblem(
                field: String(number.prefix(60)), code: "unknown",
                message: "\(number.prefix(60)): Pertanyaan ini tidak ada di dalam \(self.definition.id) versi "
                    + "\(self.definition.version). Hapus, atau periksa nomornya.")
        }
    }
}
