import Satisfaction
import Testing

@Suite("Case ratings")
struct ScoreTests {
    @Test("A case is rated from 1 to 5, each with a word; nothing outside")
    func scale() {
        #expect(Score.all.map(\.value) == [1, 2, 3, 4, 5] && Set(Score.all.map(\.word)).count == 5)
        #expect(Score(0) == nil && Score(6) == nil && Score.all.sorted() == Score.all)
    }

    @Test("The mean is rounded half up to hundredths, and shown to the public from five answers on")
    func mean() {
        let scores = [5, 4, 4, 5, 3, 5, 5, 5].compactMap(Score.init)
        // 36 / 8 = 4.5; of the first three 13 / 3 = 4.333…
        #expect(ScoreSummary(scores).meanText == "4,50" && ScoreSummary(scores.prefix(3)).meanText == "4,33")
        #expect(ScoreSummary(scores.prefix(4)).publicMeanText == nil)
        #expect(ScoreSummary(scores.prefix(5)).publicMeanText == "4,20")
        #expect(ScoreSummary().meanText == nil && ScoreSummary().count == 0)
    }

    @Test("Counts from a database and answers one by one are the same, and halves add up")
    func counts() throws {
        let four = try #require(Score(4))
        let five = try #require(Score(5))
        let summary = ScoreSummary(counts: [four: 2, five: 1, try #require(Score(1)): -3])
        #expect(summary == ScoreSummary([four, five, four]) && summary.sum == 13 && summary.count(of: four) == 2)
        #expect(ScoreSummary([four]) + ScoreSummary([four, five]) == summary)
    }
}
