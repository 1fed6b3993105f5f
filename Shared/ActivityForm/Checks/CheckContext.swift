public import Contracts

/// The facts about a form that are no answers.
public struct CheckContext: Hashable, Sendable {
    /// What is known of the day on which the form was submitted.
    public enum Submission: Hashable, Sendable {
        /// It was submitted on this local day.
        case on(Day)
        /// It is a draft: judged as if it were submitted today.
        case expected(Day)
        /// Nothing that can be relied on: the present system's date fields hold sentences at times.
        case unreliable
    }

    /// The day of submission.
    public var submission: Submission

    /// The facts.
    public init(submission: Submission) { self.submission = submission }
}
