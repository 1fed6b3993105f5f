/// What one respondent answered: each of the nine elements from 1 (tidak baik) to 4 (sangat baik).
///
/// An answer of this survey has a type of its own: a star of a case rating or a 10 of the data survey never becomes one.
public struct SKMResponse: Hashable, Sendable {
    /// Answers in the order U1…U9, each 1 to 4.
    public let answers: [Int]

    /// The scale of PermenPANRB 14/2017.
    public static let scale = 1...4

    /// Takes the answers in the order U1…U9.
    ///
    /// - Throws: ``SurveyFault`` for the first answer that is missing, too much, or outside 1…4.
    public init(_ answers: [Int]) throws(SurveyFault) {
        let elements = SKMElement.allCases
        guard answers.count == elements.count else {
            throw .wrongNumberOfAnswers(answers.count, expected: elements.count)
        }
        for (element, answer) in zip(elements, answers) where !Self.scale.contains(answer) {
            throw .outsideScale(field: element.code, answer, scale: Self.scale)
        }
        self.answers = answers
    }

    /// The answer about one element.
    public subscript(_ element: SKMElement) -> Int { self.answers[element.rawValue - 1] }
}
