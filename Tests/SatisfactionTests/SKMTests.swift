import Satisfaction
import Testing

@Suite("Community satisfaction survey (SKM)")
struct SKMTests {
    /// Five respondents, computed by hand.
    ///
    /// | | U1 | U2 | U3 | U4 | U5 | U6 | U7 | U8 | U9 |
    /// |---|---|---|---|---|---|---|---|---|---|
    /// | sum | 15 | 16 | 15 | 20 | 16 | 16 | 18 | 14 | 14 |
    /// | mean | 3.0 | 3.2 | 3.0 | 4.0 | 3.2 | 3.2 | 3.6 | 2.8 | 2.8 |
    ///
    /// The means add up to 28.8; NI = 28.8 / 9 = 3.2; IKM = 3.2 × 25 = 80.00: B, baik.
    /// With 0.11 instead of 1/9: NI = 28.8 × 0.11 = 3.168; IKM = 79.20.
    static let five = [
        [3, 3, 4, 4, 3, 3, 4, 3, 3],
        [4, 3, 3, 4, 3, 4, 4, 3, 2],
        [2, 3, 2, 4, 3, 3, 3, 2, 3],
        [3, 4, 3, 4, 4, 3, 4, 3, 3],
        [3, 3, 3, 4, 3, 3, 3, 3, 3],
    ]

    @Test("Five respondents come to the index that was computed by hand")
    func fiveRespondents() throws {
        let summary = try SKMSummary(Self.five.map { try SKMResponse($0) })
        #expect(summary.respondents == 5 && summary.sums == [15, 16, 15, 20, 16, 16, 18, 14, 14])
        let means = SKMElement.allCases.map { summary.mean(of: $0)?.rounded(to: 10) }
        #expect(means == [30, 32, 30, 40, 32, 32, 36, 28, 28])
        #expect(summary.weightedMean() == Ratio(16, over: 5) && summary.index() == Ratio(80, over: 1))
        #expect(summary.index()?.text == "80,00" && summary.grade() == .b && summary.grade()?.words == "Baik")
        #expect(summary.weightedMean(.printed) == Ratio(3168, over: 1000))
        #expect(summary.index(.printed)?.text == "79,20")
    }

    @Test("The best answers make 100 with the exact weight and 99.00 with the printed one; the worst make 25 and 24.75")
    func ends() throws {
        let best = try SKMSummary([SKMResponse([4, 4, 4, 4, 4, 4, 4, 4, 4])])
        #expect(best.index() == Ratio(100, over: 1) && best.index(.printed)?.text == "99,00" && best.grade() == .a)
        let worst = try SKMSummary([SKMResponse([1, 1, 1, 1, 1, 1, 1, 1, 1])])
        #expect(worst.index() == Ratio(25, over: 1) && worst.index(.printed)?.text == "24,75")
        #expect(worst.grade() == .d && worst.grade(.printed) == .d)
    }

    /// IKM = 25 × sum of all answers / (9 × respondents). With 5,000 respondents a sum of 116,991 makes exactly
    /// 25 × 116,991 / 45,000 = 64.995, in the gap of the printed table between 64.99 and 65.00; one answer less makes
    /// 64.99444….
    @Test(
        "An index in a gap of the printed table is rounded half up, and then has a band",
        arguments: [
            (116_991, "64,995", 6500, .c), (116_990, nil, 6499, .d),
            (137_889, "76,605", 7661, .b), (137_888, nil, 7660, .c),
            (158_949, "88,305", 8831, .a), (158_948, nil, 8830, .b),
        ] as [(Int, String?, Int, SKMGrade)])
    func gaps(sum: Int, exact: String?, hundredths: Int, grade: SKMGrade) throws {
        let summary = try Self.summary(respondents: 5000, sum: sum)
        let index = try #require(summary.index())
        #expect(index == Ratio(25 * sum, over: 45_000))
        if let exact { #expect(index == Ratio(Int(exact.replacing(",", with: "")) ?? 0, over: 1000)) }
        #expect(summary.indexHundredths() == hundredths && summary.grade() == grade)
    }

    @Test("Every index from 25.00 to 100.00 has the band of the printed table")
    func bands() {
        for index in 2500...10_000 {
            let expected: SKMGrade =
                index <= 6499 ? .d : index <= 7660 ? .c : index <= 8830 ? .b : .a
            #expect(SKMGrade(indexHundredths: index) == expected, "\(index)")
        }
        #expect(SKMGrade.allCases.sorted() == [.d, .c, .b, .a])
        #expect(SKMGrade.allCases.map(\.words) == ["Tidak baik", "Kurang baik", "Baik", "Sangat baik"])
    }

    @Test("Thirds are not rounded on the way: seven respondents with 200 points have 79.37")
    func thirds() throws {
        // 25 × 200 / 63 = 79.365079…; means rounded to two decimals first would make 79.36 or 79.39.
        let summary = try Self.summary(respondents: 7, sum: 200)
        #expect(summary.index() == Ratio(5000, over: 63) && summary.indexHundredths() == 7937)
    }

    @Test("The order of the elements is the regulation's: complaints are U8, facilities U9")
    func order() throws {
        #expect(SKMElement.allCases.map(\.code) == ["U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9"])
        #expect(SKMElement(rawValue: 8) == .complaints && SKMElement(rawValue: 9) == .facilities)
        #expect(SKMElement.complaints.words == "Penanganan pengaduan, saran, dan masukan")
        #expect(Set(SKMElement.allCases.map(\.words)).count == 9 && SKMElement.allCases.sorted() == SKMElement.allCases)
        #expect(try SKMResponse([1, 1, 1, 1, 1, 1, 1, 2, 3])[.complaints] == 2)
    }

    @Test("An answer outside 1 to 4, or one too few, is named; no 5 of a case rating and no 10 of the data survey fits")
    func faults() {
        for (answer, position) in [(5, 8), (10, 1), (0, 9), (-1, 4)] {
            var answers = [Int](repeating: 2, count: 9)
            answers[position - 1] = answer
            #expect(throws: SurveyFault.outsideScale(field: "U\(position)", answer, scale: 1...4)) {
                try SKMResponse(answers)
            }
        }
        let few = #expect(throws: SurveyFault.self) { try SKMResponse([1, 2, 3]) }
        #expect(few?.description == "has 3 answers instead of 9")
        #expect("\(SurveyFault.outsideScale(field: "U8", 5, scale: 1...4))" == "U8: 5 is outside 1 to 4")
    }

    @Test("Without respondents there is no mean, no index and no band")
    func nobody() {
        let nobody = SKMSummary()
        #expect(nobody.index() == nil && nobody.indexHundredths() == nil && nobody.grade() == nil)
        #expect(nobody.mean(of: .fee) == nil && nobody.weightedMean() == nil)
    }

    @Test("Two halves together are the whole")
    func halves() throws {
        let all = try Self.five.map { try SKMResponse($0) }
        #expect(SKMSummary(all.prefix(2)) + SKMSummary(all.dropFirst(2)) == SKMSummary(all))
    }

    @Test("Fractions are in lowest terms, compare exactly, and are written as Indonesians do")
    func ratios() {
        #expect(Ratio(6, over: 9) == Ratio(2, over: 3) && Ratio(0, over: 7) == Ratio(0, over: 1))
        #expect(Ratio(1, over: 3) < Ratio(334, over: 1000) && !(Ratio(1, over: 3) < Ratio(2, over: 6)))
        #expect(Ratio(1, over: 200).text == "0,01" && Ratio(7661, over: 100).text == "76,61")
    }

    @Test("Few respondents get a note with the setting's own number, enough get none")
    func smallSample() {
        let rule = SmallSample(below: 30, source: "ketetapan kantor")
        #expect(
            rule.note(respondents: 29)
                == "Baru 29 responden (kurang dari 30): hasil ini belum mewakili semua pengguna layanan.")
        #expect(rule.note(respondents: 30) == nil)
        #expect(SmallSample.proposed.source.contains("usulan"))
    }

    /// Respondents whose answers add up to this, spread as evenly as whole answers allow.
    static func summary(respondents: Int, sum: Int) throws -> SKMSummary {
        var summary = SKMSummary()
        let questions = respondents * 9
        var given = 0
        for respondent in 0..<respondents {
            let answers = (0..<9).map { question in
                let until = sum * (respondent * 9 + question + 1) / questions
                defer { given = until }
                return until - given
            }
            summary.add(try SKMResponse(answers))
        }
        #expect(summary.sums.reduce(0, +) == sum)
        return summary
    }
}
