/// The answers of many respondents to the data survey.
///
/// There are means and no index: no source gives bands for this survey, and those of the community satisfaction survey are
/// not its.
public struct SKDSummary: Hashable, Sendable {
    /// The questions that were asked.
    public let instrument: SKDInstrument
    /// How many respondents.
    public private(set) var respondents = 0
    /// The sum of the answers to each question.
    public private(set) var sums: [Int]
    /// The sum of the answers about everything together.
    public private(set) var overallSum = 0

    /// Nobody has answered yet.
    public init(of instrument: SKDInstrument) {
        self.instrument = instrument
        self.sums = [Int](repeating: 0, count: instrument.indicators.count)
    }

    /// Counts one more respondent; one who was asked other questions is not counted.
    ///
    /// - Returns: Whether the respondent was counted.
    @discardableResult
    public mutating func add(_ response: SKDResponse) -> Bool {
        guard response.instrument == self.instrument else { return false }
        self.respondents += 1
        for (index, answer) in response.answers.enumerated() { self.sums[index] += answer }
        self.overallSum += response.overall
        return true
    }

    /// The mean of one question, by its number from 1; `nil` without respondents, or when there is no such question.
    public func mean(of number: Int) -> Ratio? {
        guard self.respondents > 0, self.instrument.indicators.indices.contains(number - 1) else { return nil }
        return Ratio(self.sums[number - 1], over: self.respondents)
    }

    /// The mean about everything together; `nil` without respondents.
    public var overallMean: Ratio? {
        self.respondents == 0 ? nil : Ratio(self.overallSum, over: self.respondents)
    }

    /// The mean of the questions about corruption, each with the same weight; `nil` without respondents or such questions.
    public var antiCorruptionMean: Ratio? {
        let numbers = self.instrument.indicators.filter(\.isAboutCorruption).map(\.number)
        guard self.respondents > 0, !numbers.isEmpty else { return nil }
        return Ratio(numbers.reduce(0) { $0 + self.sums[$1 - 1] }, over: numbers.count * self.respondents)
    }
}
