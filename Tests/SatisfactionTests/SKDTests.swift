import Satisfaction
import Testing

@Suite("Data survey (SKD)")
struct SKDTests {
    let instrument = SKDInstrument.asCodedInMalukuUtara

    @Test("Sixteen questions from 1 to 10, of which 12 to 16 are about corruption, with their source")
    func questions() {
        #expect(self.instrument.indicators.count == 16 && self.instrument.scale == 1...10)
        #expect(self.instrument.indicators.filter(\.isAboutCorruption).map(\.number) == [12, 13, 14, 15, 16])
        #expect(Set(self.instrument.indicators.map(\.words)).count == 16 && !self.instrument.source.isEmpty)
    }

    /// Two respondents by hand. Question 1: (7 + 10) / 2 = 8.5. Everything: (8 + 9) / 2 = 8.5.
    /// Corruption: (10 + 10 + 9 + 10 + 10) + (8 + 8 + 8 + 8 + 7) = 49 + 39 = 88 of 10 answers = 8.8.
    @Test("Means of two respondents are those computed by hand; there is no index and no band")
    func means() throws {
        var summary = SKDSummary(of: self.instrument)
        #expect(summary.mean(of: 1) == nil && summary.overallMean == nil && summary.antiCorruptionMean == nil)
        summary.add(
            try SKDResponse([7, 8, 8, 9, 10, 8, 7, 7, 8, 8, 6, 10, 10, 9, 10, 10], overall: 8, to: self.instrument))
        summary.add(
            try SKDResponse([10, 9, 9, 9, 10, 9, 9, 9, 9, 9, 8, 8, 8, 8, 8, 7], overall: 9, to: self.instrument))
        #expect(summary.respondents == 2)
        #expect(summary.mean(of: 1)?.text == "8,50" && summary.mean(of: 11)?.text == "7,00")
        #expect(summary.overallMean == Ratio(17, over: 2) && summary.antiCorruptionMean == Ratio(88, over: 10))
        #expect(summary.mean(of: 0) == nil && summary.mean(of: 17) == nil)
    }

    @Test("An answer outside 1 to 10, or one too few, is named")
    func faults() {
        var answers = [Int](repeating: 5, count: 16)
        answers[11] = 11
        #expect(throws: SurveyFault.outsideScale(field: "12", 11, scale: 1...10)) {
            try SKDResponse(answers, overall: 5, to: self.instrument)
        }
        answers[11] = 10
        #expect(throws: SurveyFault.outsideScale(field: "overall", 0, scale: 1...10)) {
            try SKDResponse(answers, overall: 0, to: self.instrument)
        }
        #expect(throws: SurveyFault.wrongNumberOfAnswers(9, expected: 16)) {
            try SKDResponse([3, 3, 3, 3, 3, 3, 3, 3, 3], overall: 5, to: self.instrument)
        }
    }

    @Test("Answers to another year's questions are not mixed in")
    func otherYear() throws {
        let other = SKDInstrument(
            source: "tahun lain", indicators: [SKDIndicator(number: 1, words: "Satu", isAboutCorruption: false)],
            scale: 1...10)
        var summary = SKDSummary(of: self.instrument)
        #expect(summary.add(try SKDResponse([4], overall: 4, to: other)) == false)
        #expect(summary.respondents == 0)
        var own = SKDSummary(of: other)
        #expect(own.add(try SKDResponse([4], overall: 4, to: other)))
        #expect(own.antiCorruptionMean == nil && own.mean(of: 1) == Ratio(4, over: 1))
    }
}
