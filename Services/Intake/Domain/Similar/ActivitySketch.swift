public import Contracts

/// What is compared of an activity: title, variables, population, regions, and year.
public struct ActivitySketch: Hashable, Sendable {
    /// Judul kegiatan; empty while a draft has none.
    public var title: String
    /// Names of the variables (question 3.4); empty while a draft has none.
    public var variables: [String]
    /// Of whom or what data are collected: unit of observation and of sampling (5.8, 5.7), unit of collection (4.8).
    public var population: String
    /// Where data are collected; empty for all Indonesia, `nil` while a draft does not say.
    public var regions: Set<UnitCode>?
    /// Year of the activity; `nil` while a draft does not say.
    public var year: Int?

    /// A sketch with everything said.
    public init(
        title: String, variables: [String] = [], population: String = "", regions: Set<UnitCode>? = nil,
        year: Int? = nil
    ) {
        self.title = title
        self.variables = variables
        self.population = population
        self.regions = regions
        self.year = year
    }

    /// Variables beyond these are not compared.
    static let mostVariables = 60

    /// What a form, finished or not, says of its activity.
    public init(_ form: FormContent) {
        let answers = form.answers
        let variables = (answers["3.4"]?.array ?? []).prefix(Self.mostVariables).compactMap {
            $0.object?["nama"]?.string
        }
        let units = Set((answers["4.8"]?.array ?? []).compactMap(\.integer))
        let population =
            [answers["5.8"]?.string, answers["5.7"]?.string, answers["4.8.lainnya"]?.string].compactMap { $0 }
            + Self.collectionUnits.filter { units.contains($0.code) }.map(\.words)
        let codes = (answers["4.5"]?.array ?? []).compactMap { $0.string.flatMap { UnitCode($0) } }
        let isEverywhere = answers["4.4"]?.integer == 1
        self.init(
            title: answers["judul"]?.string ?? "", variables: variables,
            population: population.joined(separator: ", "),
            regions: isEverywhere ? [] : codes.isEmpty ? nil : Set(codes), year: answers["tahun"]?.integer)
    }

    /// The codes of question 4.8 that say something (MS-Keg, Peraturan BPS 5/2020).
    private static let collectionUnits: [(code: Int, words: String)] = [
        (1, "individu"), (2, "rumah tangga"), (4, "usaha atau perusahaan"),
    ]

    /// Whether there is enough to look for anything: a title, or variables.
    public var saysSomething: Bool {
        !ActivityWords.telling(self.title).isEmpty || !self.variables.isEmpty
    }
}
