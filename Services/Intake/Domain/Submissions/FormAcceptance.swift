public import ActivityForm
public import Contracts
public import Standards

/// Decides whether a form can be submitted, and what follows from it.
public struct FormAcceptance: Sendable {
    /// Every version of the questionnaire.
    public let forms: FormCatalogue
    /// The version by which forms are read here: the newest, or that of one form (``reading(_:)``).
    public let definition: FormDefinition
    /// The units.
    public let units: UnitDirectory
    /// Which unit is in charge.
    public let router: Router
    /// The regions as the form knows them.
    public let regions: RegionNames

    /// More problems than these are not listed: nobody reads them, and the answer must stay small.
    public static let mostProblems = 100

    /// Acceptance by a questionnaire, the table of units and the rules about who is in charge.
    public init(forms: FormCatalogue, units: UnitDirectory, router: Router) {
        self.init(forms: forms, definition: forms.newest, units: units, router: router)
    }

    private init(forms: FormCatalogue, definition: FormDefinition, units: UnitDirectory, router: Router) {
        self.forms = forms
        self.definition = definition
        self.units = units
        self.router = router
        self.regions = RegionNames { units.regionName($0) }
    }

    /// The same with the version in which this form was answered: a draft and a case keep the version that they began
    /// in. A form of an unknown version is read by the newest, whose first problem says that it is unknown.
    public func reading(_ content: FormContent) -> FormAcceptance {
        guard let definition = self.forms.definition(of: content) else { return self }
        return FormAcceptance(
            forms: self.forms, definition: definition, units: self.units, router: self.router)
    }

    /// Missing required answers and unreadable values.
    public var validation: AnswerValidation { AnswerValidation(definition: self.definition, regions: self.regions) }

    /// What follows from a form that can be submitted.
    ///
    /// - Throws: a ``Problem`` that names each question at fault.
    public func accept(_ form: EncodedForm) throws -> AcceptedForm {
        let reading = self.reading(form.content)
        let problems = reading.validation.problems(in: form)
        guard problems.isEmpty else {
            throw Problem.invalid(
                Array(problems.prefix(Self.mostProblems)),
                detail: problems.count > Self.mostProblems
                    ? "Ada \(problems.count) isian yang perlu diperbaiki; \(Self.mostProblems) yang pertama disebut."
                    : nil)
        }
        let form = try reading.definition.settled(form)
        let answers = form.content.answers
        let regions = (answers["4.5"]?.array ?? []).compactMap { $0.string.flatMap { UnitCode($0) } }
        let route = try self.route(regions: regions, organiser: answers["1.1"]?.string)
        return AcceptedForm(
            form: form, title: answers["judul"]?.string ?? "", year: answers["tahun"]?.integer ?? 0,
            regions: Set(regions).sorted(), unit: route.unit, copies: route.copies)
    }

    /// Validation knows the same regions, so this fails only where the two tables disagree.
    private func route(regions: [UnitCode], organiser: String?) throws -> Route {
        do {
            return try self.router.route(regions: regions, organiser: organiser)
        } catch {
            throw Problem.invalid([
                FieldProblem(
                    field: "4.5", code: "unknown-region",
                    message:
                        "Wilayah \(error.unknown.map(\.text).joined(separator: ", ")) tidak ada. Pilih dari daftar.")
            ])
        }
    }
}
