/// What one respondent answered to the data survey. It never becomes an answer of the community satisfaction survey:
/// sixteen other questions, another scale.
public struct SKDResponse: Hashable, Sendable {
    /// The questions that were asked.
    public let instrument: SKDInstrument
    /// One answer to each, in their order.
    public let answers: [Int]
    /// The answer about everything together.
    public let overall: Int

    /// Takes the answers in the order of the questions.
    ///
    /// - Throws: ``SurveyFault`` for the first that is missing, too much, or outside the scale.
    public init(_ answers: [Int], overall: Int, to instrument: SKDInstrument) throws(SurveyFault) {
        guard answers.count == instrument.indicators.count else {
            throw .wrongNumberOfAnswers(answers.count, expected: instrument.indicators.count)
        }
        for (indicator, answer) in zip(instrument.indicators, answers) where !instrument.scale.contains(answer) {
            throw .outsideScale(field: "\(indicator.number)", answer, scale: instrument.scale)
        }
        guard instrument.scale.contains(overall) else {
            throw .outsideScale(field: "overall", overall, scale: instrument.scale)
        }
        self.instrument = instrument
        self.answers = answers
        self.overall = overall
    }
}
