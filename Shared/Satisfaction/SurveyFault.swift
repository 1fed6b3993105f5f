/// Why answers of a survey cannot be taken.
public enum SurveyFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// There are more or fewer answers than questions.
    case wrongNumberOfAnswers(Int, expected: Int)
    /// An answer outside the survey's own scale.
    case outsideScale(field: String, Int, scale: ClosedRange<Int>)

    /// In words.
    public var description: String {
        switch self {
        case .wrongNumberOfAnswers(let count, let expected): "has \(count) answers instead of \(expected)"
        case .outsideScale(let field, let answer, let scale):
            "\(field): \(answer) is outside \(scale.lowerBound) to \(scale.upperBound)"
        }
    }
}
