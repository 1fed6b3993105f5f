import Contracts

/// A problem shown on top of the page where it arose, so that nothing typed is lost.
struct ProblemNotice {
    struct Fault {
        let place: String
        let message: String
    }

    let title: String
    let detail: String?
    let hasErrors: Bool
    let errors: [Fault]

    /// - Parameter items: the items that a path such as `remarks/2/text` counts, in order.
    init(_ problem: Problem, items: [String] = []) {
        self.title = problem.title
        self.detail = problem.detail
        self.hasErrors = !problem.errors.isEmpty
        self.errors = problem.errors.map { error in
            Fault(place: error.item(among: items).map { "Butir \($0): " } ?? "", message: error.message)
        }
    }
}

extension FieldProblem {
    /// The item that a path such as `remarks/2/text` counts among these; `nil` when it counts none.
    func item(among items: [String]) -> String? {
        let parts = self.field.split(separator: "/")
        guard parts.count >= 2, let index = Int(parts[1]), items.indices.contains(index) else { return nil }
        return items[index]
    }
}
