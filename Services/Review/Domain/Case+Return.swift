public import Contracts
public import Foundation
public import WorkingDays

extension Case {
    /// The file is not complete: what is missing, item by item, and until when it is awaited.
    ///
    /// - Parameters:
    ///   - items: the numbers of all questions of the form.
    ///   - zone: of the unit; the months to complete the file start on its local date.
    ///   - completion: in which the file is to be completed.
    public mutating func returnToApplicant(
        _ command: ReturnCase, by worker: CaseWorker, items: Set<String>, zone: TimeZoneName,
        completion: MonthTerm, at now: Date
    ) throws(Problem) {
        try self.check(.return, version: command.version, by: worker)
        var errors: [FieldProblem] = []
        FormItems.check(command.remarks.map(\.item), in: items, list: "remarks", into: &errors)
        let remarks = command.remarks.enumerated().map { index, remark in
            Remark(
                item: remark.item,
                text: Wording.required(
                    remark.text, field: "remarks/\(index)/text", limit: Wording.item, into: &errors))
        }
        let note = Wording.optional(command.note, field: "note", limit: Wording.whole, into: &errors)
        try Wording.settle(errors)
        self.pendingFindings = remarks.map { Finding(item: $0.item, verdict: .correction, text: $0.text) }
        self.pendingNote = note
        let answerBy = completion.lastDay(after: now, in: zone)
        self.answerBy = answerBy
        self.state = .returned
        self.record(
            .return, by: worker.actor, at: now,
            event: CaseReturned(
                caseId: self.id, round: self.round, remarks: remarks, note: note, returnedAt: now, answerBy: answerBy,
                by: worker.actor))
    }
}
