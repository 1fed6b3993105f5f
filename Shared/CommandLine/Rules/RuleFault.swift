import Contracts

/// Why a rule cannot answer what it was asked, in one sentence. Anything else that is thrown tells its own description.
struct RuleFault: Error, Hashable, CustomStringConvertible {
    /// The sentence.
    let description: String

    init(_ description: String) { self.description = description }

    /// What is wrong with a form or record, with each field that is at fault.
    init(_ problem: Problem) {
        let fields = problem.errors.map { "\($0.field): \($0.message)" }
        self.init(([problem.detail ?? problem.title] + fields).joined(separator: " "))
    }
}
