public import Contracts
public import Foundation

extension Case {
    /// Most advices or reasons in one letter.
    static let mostPoints = 50

    /// Drafts the letter, or drafts it anew.
    ///
    /// - Parameter newLetter: the identity for a first draft.
    public mutating func draftLetter(
        _ command: DraftLetter, by worker: CaseWorker, newLetter: LetterID, at now: Date
    ) throws(Problem) {
        try self.check(.draftLetter, version: command.version, by: worker)
        var errors: [FieldProblem] = []
        let advice = Self.points(command.advice, field: "advice", into: &errors)
        let reasons = Self.points(command.reasons, field: "reasons", into: &errors)
        switch command.outcome {
        case .refused where command.reasons.isEmpty:
            errors.append(
                FieldProblem(field: "reasons", code: "required", message: "Penolakan wajib menyebut alasannya."))
        case .feasible where !command.reasons.isEmpty:
            errors.append(
                FieldProblem(
                    field: "reasons", code: "not-allowed",
                    message: "Surat layak tidak memuat alasan penolakan. Kosongkan, atau pilih tidak layak."))
        default: break
        }
        try Wording.settle(errors)
        if var letter = self.letter {
            letter.outcome = command.outcome
            letter.advice = advice
            letter.reasons = reasons
            letter.lastEditedBy = worker.actor
            letter.lastEditedAt = now
            self.letter = letter
        } else {
            self.letter = Letter(
                id: newLetter, outcome: command.outcome, advice: advice, reasons: reasons, draftedBy: worker.actor,
                draftedAt: now, lastEditedBy: worker.actor, lastEditedAt: now)
        }
        self.state = .letterDrafted
        self.record(
            .draftLetter, by: worker.actor, at: now,
            event: CaseLetterDrafted(
                caseId: self.id, letterId: self.letter?.id ?? newLetter, outcome: command.outcome, draftedAt: now,
                by: worker.actor))
    }

    private static func points(_ texts: [String], field: String, into errors: inout [FieldProblem]) -> [String] {
        guard texts.count <= self.mostPoints else {
            errors.append(
                FieldProblem(field: field, code: "too-long", message: "Paling banyak \(self.mostPoints) butir."))
            return []
        }
        return texts.enumerated().map { index, text in
            Wording.required(text, field: "\(field)/\(index)", limit: Wording.item, into: &errors)
        }
    }
}
