public import Contracts
public import Foundation
public import WorkingDays

extension Case {
    /// The examination with a finding per item: nothing to correct, or a correction is requested and the clock ends.
    ///
    /// - Parameters:
    ///   - items: the numbers of all questions of the form.
    ///   - zone: of the unit; the months to answer start on its local date.
    ///   - answer: in which a requested correction is to be answered.
    public mutating func examine(
        _ command: ExamineCase, by worker: CaseWorker, items: Set<String>, zone: TimeZoneName,
        answer: MonthTerm, at now: Date
    ) throws(Problem) {
        try self.check(.examine, version: command.version, by: worker)
        var errors: [FieldProblem] = []
        FormItems.check(command.findings.map(\.item), in: items, list: "findings", into: &errors)
        let findings = command.findings.enumerated().map { index, finding in
            let field = "findings/\(index)/text"
            return Finding(
                item: finding.item, verdict: finding.verdict,
                text: finding.verdict == .sound
                    ? Wording.optional(finding.text, field: field, limit: Wording.item, into: &errors)
                    : Wording.required(finding.text, field: field, limit: Wording.item, into: &errors))
        }
        let note = Wording.optional(command.note, field: "note", limit: Wording.whole, into: &errors)
        try Wording.settle(errors)

        self.pendingFindings = findings
        self.pendingNote = note
        self.examiner = worker.actor
        let corrections = findings.filter { $0.verdict == .correction }
        guard corrections.isEmpty else {
            let answerBy = answer.lastDay(after: now, in: zone)
            self.answerBy = answerBy
            self.endClock(at: now, because: .correctionRequested)
            self.state = .correctionRequested
            self.record(
                .examine, by: worker.actor, at: now,
                event: CaseCorrectionRequested(
                    caseId: self.id, round: self.round,
                    remarks: corrections.map { Remark(item: $0.item, text: $0.text ?? "") }, note: note,
                    requestedAt: now, answerBy: answerBy, by: worker.actor))
            return
        }
        self.state = .examined
        self.record(
            .examine, by: worker.actor, at: now,
            event: CaseExamined(
                caseId: self.id, round: self.round, findings: findings, examinedAt: now, by: worker.actor))
    }

    /// Ends the clock that runs.
    mutating func endClock(at now: Date, because reason: LegalClock.EndReason) {
        guard !self.clocks.isEmpty else { return }
        self.clocks[self.clocks.count - 1].end(at: now, because: reason)
    }
}
