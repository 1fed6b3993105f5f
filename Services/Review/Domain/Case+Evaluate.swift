public import Contracts
public import Foundation

extension Case {
    /// A team is to evaluate the design.
    public mutating func openEvaluation(
        _ command: OpenEvaluation, by worker: CaseWorker, at now: Date
    ) throws(Problem) {
        try self.check(.openEvaluation, version: command.version, by: worker)
        self.state = .inEvaluation
        self.record(
            .openEvaluation, by: worker.actor, at: now,
            event: CaseEvaluationOpened(caseId: self.id, openedAt: now, by: worker.actor))
    }

    /// An evaluator gives an opinion, or gives it anew while the evaluation is open.
    public mutating func giveOpinion(_ command: GiveOpinion, by worker: CaseWorker, at now: Date) throws(Problem) {
        try self.check(.giveOpinion, version: command.version, by: worker)
        var errors: [FieldProblem] = []
        let text = Wording.required(command.text, field: "text", limit: Wording.whole, into: &errors)
        try Wording.settle(errors)
        self.opinions.removeAll { $0.by.personId == worker.actor.personId }
        self.opinions.append(Opinion(by: worker.actor, recommends: command.recommends, text: text, at: now))
        self.record(.giveOpinion, by: worker.actor, at: now)
    }

    /// The evaluation is finished. It takes the opinion of a second officer: at least one opinion of somebody who did
    /// not examine the case.
    public mutating func closeEvaluation(
        _ command: CloseEvaluation, by worker: CaseWorker, at now: Date
    ) throws(Problem) {
        try self.check(.closeEvaluation, version: command.version, by: worker)
        var errors: [FieldProblem] = []
        let minutes = Wording.required(command.minutes, field: "minutes", limit: Wording.whole, into: &errors)
        try Wording.settle(errors)
        guard self.opinions.contains(where: { $0.by.personId != self.examiner?.personId }) else {
            throw .conflict(
                "pendapat-kedua-belum-ada", "Pendapat kedua belum ada",
                detail:
                    "Evaluasi ditutup setelah ada pendapat dari orang lain daripada pemeriksa. Mintalah penilai memberi pendapat."
            )
        }
        self.minutes = minutes
        self.state = .evaluated
        self.record(
            .closeEvaluation, by: worker.actor, at: now,
            event: CaseEvaluated(
                caseId: self.id, opinions: self.opinions.count, evaluatedAt: now, by: worker.actor))
    }
}
