import Contracts

/// Why a rule cannot answer what it was asked, in one sentence. Anything else that is thrown tells its own description.
struct RuleFault: Error, Hashable, CustomStringConvertible {
    /// The sentence.
    let description: String

    init(_ description: String) { self.description = description }

    /// What is wrong with a form or record, with each field that is at fault. A fault of the file as a whole has no field:
    /// then nothing is said of parts that are named.
    init(_ problem: Problem) {
        let named = problem.errors.filter { !$0.field.isEmpty }.map { "\($0.field): \($0.message)" }
        let whole = problem.errors.filter(\.field.isEmpty).map(\.message)
        let lead = named.isEmpty && !whole.isEmpty ? [] : [problem.detail ?? problem.title]
        self.init((lead + whole + named).joined(separator: " "))
    }
}
