import ActivityForm
import Contracts
import Foundation
import ReviewDomain
import WorkingDays

/// What a deployed Review knows besides its tables: the forms, how letters are numbered, where the public reaches it.
struct ReviewOffice: Sendable {
    /// The form's definition, for the numbers and words of its items.
    let form: FormDefinition
    /// Names of regions in answers.
    let regions: RegionNames
    /// The mechanical checks of a form; they decide nothing.
    let checks: FormChecks
    /// How each unit numbers its letters.
    let numbering: NumberingRules
    /// Origin of the front door without a slash at its end: `https://layak.example`.
    let publicURL: String
    /// The letterhead's picture, PNG; `nil` prints none.
    let logo: [UInt8]?
    /// What is decided about clocks besides the standards, each with its source.
    let clockRules: ClockRules
    /// Makes the code of a letter; unguessable.
    let verificationCodes: VerificationCodeSource

    /// The numbers of all questions of a questionnaire; empty for one that is not known here.
    func items(ofDefinition definition: String?) -> Set<String> {
        guard definition == self.form.id else { return [] }
        return Set(self.form.questions.map(\.number))
    }
}
