public import Contracts
public import Foundation

extension Case {
    /// Opens a case when Intake has accepted a submission.
    public static func open(for submission: SubmissionSubmitted, at now: Date) -> Case {
        var opened = Case(
            id: submission.caseId, number: submission.caseNumber, unit: submission.unit,
            standard: submission.standard, applicant: submission.applicant, title: submission.title,
            year: submission.year, regions: submission.regions, round: submission.round,
            submittedAt: submission.submittedAt, state: .submitted, version: 0, holder: nil, clocks: [], examiner: nil,
            answerBy: nil, opinions: [], minutes: nil, letter: nil, deliveredAt: nil, ratedAt: nil, history: [])
        opened.pendingFiling = Filing(
            form: submission.form, attachments: submission.attachments, similar: submission.similar)
        opened.record(
            .open, by: nil, at: now,
            event: CaseOpened(
                caseId: opened.id, caseNumber: opened.number, unit: opened.unit, standard: opened.standard,
                applicantId: opened.applicant.personId, title: opened.title, year: opened.year,
                institution: opened.applicant.institution, openedAt: now))
        return opened
    }
}
