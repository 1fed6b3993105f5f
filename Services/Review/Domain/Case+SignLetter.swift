public import Contracts
public import Foundation
import WorkingDays

extension Case {
    /// The signer approves and signs the letter in one act, and is neither its drafter nor its last editor.
    ///
    /// - Parameter issue: gives numbers, code and the finished document; called only after every rule was kept, so that
    ///   no number is used up by a refused step.
    public mutating func signLetter(
        _ command: SignLetter, by worker: CaseWorker, at now: Date, issue: (Letter) throws -> LetterIssue
    ) throws {
        try self.check(.signLetter, version: command.version, by: worker)
        guard var letter = self.letter else { throw Problem.illegalStep(.signLetter, in: self.state) }
        guard !self.isAuthorOfLetter(worker.actor.personId) else {
            throw Problem(
                code: "empat-mata", title: "Penyusun tidak boleh mengesahkan", status: 403,
                detail: "Surat disahkan oleh orang lain daripada penyusun dan penyunting terakhirnya.")
        }
        let issued = try issue(letter)
        letter.issue = issued
        self.letter = letter
        switch letter.outcome {
        case .feasible:
            self.state = .issued
            self.endClock(at: now, because: .issued)
        case .refused:
            self.state = .refused
            self.endClock(at: now, because: .refused)
        }
        self.record(.signLetter, by: worker.actor, at: now, event: self.event(of: letter, issued))
    }

    private func event(of letter: Letter, _ issue: LetterIssue) -> any Event {
        switch letter.outcome {
        case .feasible:
            CaseLetterIssued(
                caseId: self.id, caseNumber: self.number, letterId: letter.id, applicantId: self.applicant.personId,
                unit: self.unit, title: self.title, year: self.year, institution: self.applicant.institution,
                recommendationNumber: issue.recommendationNumber ?? "", letterNumber: issue.letterNumber,
                verificationCode: issue.verificationCode, sha256: issue.sha256, size: issue.size, issuedAt: issue.at,
                signedBy: issue.signedBy, signerOffice: issue.signerOffice)
        case .refused:
            CaseRefused(
                caseId: self.id, caseNumber: self.number, letterId: letter.id, applicantId: self.applicant.personId,
                unit: self.unit, title: self.title, year: self.year, institution: self.applicant.institution,
                reasons: letter.reasons, letterNumber: issue.letterNumber, verificationCode: issue.verificationCode,
                sha256: issue.sha256, size: issue.size, issuedAt: issue.at, signedBy: issue.signedBy,
                signerOffice: issue.signerOffice)
        }
    }
}
