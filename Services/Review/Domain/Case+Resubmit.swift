public import Contracts
public import Foundation

extension Case {
    /// Takes the applicant's answer: the whole form in its next round.
    ///
    /// - Returns: `false` for a round that is already here.
    public mutating func resubmit(_ submission: SubmissionResubmitted, at now: Date) throws(Problem) -> Bool {
        guard submission.round > self.round else { return false }
        guard submission.round == self.round + 1, StateTable.allows(.resubmit, in: self.state) else {
            throw .illegalStep(.resubmit, in: self.state)
        }
        self.title = submission.title
        self.year = submission.year
        self.regions = submission.regions
        self.pendingFiling = Filing(
            form: submission.form, attachments: submission.attachments, similar: submission.similar)
        self.round = submission.round
        self.submittedAt = submission.submittedAt
        self.answerBy = nil
        self.state = .resubmitted
        self.record(.resubmit, by: nil, at: now)
        return true
    }
}
