import Satisfaction
import Testing

@Suite("Community satisfaction survey (SKM)")
struct SKMTests {
    @Test("An answer outside 1 to 4, or one too few, is named")
    func faults() {
        #expect(throws: SurveyFault.outsideScale(field: "U8", 5, scale: 1...4)) {
            try SKMResponse([1, 2, 3, 4, 1, 2, 3, 5, 1])
        }
        #expect(throws: SurveyFault.wrongNumberOfAnswers(8, expected: 9)) { try SKMResponse([1, 2, 3, 4, 1, 2, 3, 4]) }
    }
}
