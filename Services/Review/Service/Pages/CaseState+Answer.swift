import ReviewDomain
import WorkingDays

extension CaseState {
    /// What the applicant is awaited for until a day, at the beginning of a sentence: a returned file is completed, a
    /// requested correction answered.
    var awaited: String {
        self == .returned ? "Berkas dilengkapi paling lambat" : "Perbaikan yang diminta dijawab paling lambat"
    }

    /// How long it is awaited.
    func awaitedTerm(_ rules: ClockRules) -> MonthTerm {
        MonthTerm(months: (self == .returned ? rules.monthsToComplete : rules.monthsToAnswer).value)
    }
}
