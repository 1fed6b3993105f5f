import Contracts
import Foundation
import RatingDomain
import Satisfaction
import Testing

@Suite struct RatingTests {
    private let delivered = Date(timeIntervalSince1970: 1_780_000_000)

    private func days(_ days: Double) -> Date { self.delivered.addingTimeInterval(days * 86_400) }

    @Test("Nobody is asked before the letter is delivered")
    func notYet() {
        var rating = CaseRating(deliveredAt: nil, firstAnswerAt: nil, version: 0)
        #expect(rating.availability(at: self.delivered) == .notYet)
        #expect(throws: CaseRating.NotOpen(availability: .notYet)) { try rating.answer(at: self.delivered) }
    }

    @Test("Each answer within seven days of the first replaces the last; the eighth day is too late")
    func replaced() throws {
        var rating = CaseRating(deliveredAt: self.delivered, firstAnswerAt: nil, version: 0)
        #expect(try rating.answer(at: self.days(1)) == 1)
        #expect(try rating.answer(at: self.days(2)) == 2)
        #expect(rating.availability(at: self.days(7.99)) == .open(until: self.days(8)))
        #expect(try rating.answer(at: self.days(7.99)) == 3)
        #expect(throws: CaseRating.NotOpen(availability: .closed(since: self.days(8)))) {
            try rating.answer(at: self.days(8))
        }
        #expect(rating.version == 3)
    }

    @Test("A first answer is taken for fourteen days")
    func firstAnswer() throws {
        var rating = CaseRating(deliveredAt: self.delivered, firstAnswerAt: nil, version: 0)
        #expect(rating.availability(at: self.days(14)) == .closed(since: self.days(14)))
        #expect(try rating.answer(at: self.days(13.99)) == 1)
    }

    @Test("Scores are 1 to 5", arguments: [0, 6, -1, Int.max])
    func badScores(value: Int) { #expect(Score(value) == nil) }

    @Test("A comment is trimmed, and refused when it is too long or no text")
    func comments() throws {
        #expect(try RatingComment.reading(nil) == nil)
        #expect(try RatingComment.reading(" \n ") == nil)
        #expect(try RatingComment.reading("  baik sekali\n")?.text.reveal() == "baik sekali")
        #expect(try RatingComment.reading(String(repeating: "é", count: 1000)) != nil)
        #expect(throws: Problem.self) { try RatingComment.reading(String(repeating: "a", count: 1001)) }
        #expect(throws: Problem.self) { try RatingComment.reading("baik\u{0}") }
        #expect(throws: Problem.self) { try RatingComment.reading("baik\u{1B}[31m") }
    }
}

@Suite struct ScoreSummaryTests {
    private func scores(_ values: [Int]) -> [Score] { values.compactMap(Score.init) }

    @Test("Count and mean are exact, rounded half up")
    func mean() {
        #expect(ScoreSummary(self.scores([])).meanText == nil)
        #expect(ScoreSummary(self.scores([5])).meanText == "5,00")
        #expect(ScoreSummary(self.scores([4, 5])).meanText == "4,50")
        #expect(ScoreSummary(self.scores([1, 1, 2])).meanText == "1,33")
        #expect(ScoreSummary(self.scores([1, 2, 2])).meanText == "1,67")
        // 1.125 → 1,13: half up, where binary floating point could go either way.
        #expect(ScoreSummary(self.scores([1, 1, 1, 1, 1, 1, 1, 2])).meanText == "1,13")
    }

    @Test("The mean equals the one of exact fractions, whatever the order", arguments: 1...200)
    func property(seed: Int) {
        var state = UInt64(seed)
        let values = (0..<(seed % 17 + 1)).map { _ -> Int in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33 % 5) % 5 + 1
        }
        let summary = ScoreSummary(self.scores(values))
        let exact = (Decimal(values.reduce(0, +)) / Decimal(values.count)) * 100
        #expect(abs(exact - Decimal(summary.meanHundredths ?? 0)) <= Decimal(string: "0.5")!)
        let cut = values.count / 2
        let parts = ScoreSummary(self.scores(Array(values[..<cut]))) + ScoreSummary(self.scores(Array(values[cut...])))
        #expect(parts == summary)
        #expect(ScoreSummary(self.scores(values.reversed())) == summary)
    }

    @Test("Below five answers the public sees only their number")
    func smallSample() {
        #expect(ScoreSummary(self.scores([5, 5, 5, 5])).publicMeanText == nil)
        #expect(ScoreSummary(self.scores([5, 5, 5, 5, 5])).publicMeanText == "5,00")
    }
}
