import ActivityForm
import Contracts
import Foundation
import ReviewDomain
import Standards
import WorkingDays

/// What a deployed Review knows besides its tables: the forms, how letters are numbered, where the public reaches it.
struct ReviewOffice: Sendable {
    /// Every version of the questionnaire: a case is read by the version of its form.
    let forms: FormCatalogue
    /// Names of regions in answers.
    let regions: RegionNames
    /// The mechanical checks of a form; they decide nothing.
    let checks: FormChecks
    /// How each unit numbers its letters.
    let numbering: NumberingRules
    /// Which unit is in charge, and who gets a copy of its letters.
    let router: Router
    /// Origin of the front door without a slash at its end: `https://layak.example`.
    let publicURL: String
    /// The letterhead's picture, PNG; `nil` prints none.
    let logo: [UInt8]?
    /// What is decided about clocks besides the standards, each with its source.
    let clockRules: ClockRules
    /// Makes the code of a letter; unguessable.
    let verificationCodes: VerificationCodeSource

    /// The version in which a form was answered; `nil` when it is not known here.
    func form(of content: FormContent) -> FormDefinition? { self.forms.definition(of: content) }

    /// The numbers of all questions of a version of a questionnaire; empty for one that is not known here.
    func items(of answered: CaseStore.Answered?) -> Set<String> {
        guard let answered, let form = self.forms.definition(id: answered.definition, version: answered.version) else {
            return []
        }
        return Set(form.questions.map(\.number))
    }
}
