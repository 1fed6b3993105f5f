import ActivityForm
import Contracts
import ReviewDomain
import Web

/// What the mechanical checks say of the form that a case is about, beside the answers.
///
/// They are computed from the form that travels whenever the page is shown, are kept nowhere, and decide nothing: the
/// officer may take one up in words of their own.
struct CaseFindings {
    private let violations: [CheckFinding]

    /// Of a form of the questionnaire that is known here.
    init(_ view: CaseView, office: ReviewOffice) {
        let submitted = Day(of: view.firstSubmittedAt, offset: view.zone.offset)
        let form = CheckedForm(
            view.filing.form, definition: office.form, regions: office.regions,
            context: CheckContext(submission: .on(submitted)))
        self.violations = office.checks.violations(on: form)
    }

    /// Those that are about a question; each stands beside the first question that it names.
    func beside(_ question: Question) -> [FindingNote] {
        self.violations.filter { $0.questions.first == question.number }.map { finding in
            FindingNote(
                rule: finding.rule.id, tone: finding.rule.severity == .error ? .warning : .info,
                severity: finding.rule.severity.word, text: finding.message, lines: finding.evidence.map(\.text))
        }
    }
}
