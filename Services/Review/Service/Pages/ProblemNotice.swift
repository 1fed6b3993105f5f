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
            let parts = error.field.split(separator: "/")
            let item = parts.count >= 2 ? Int(parts[1]).flatMap { items.indices.contains($0) ? items[$0] : nil } : nil
            return Fault(place: item.map { "Butir \($0): " } ?? "", message: error.message)
        }
    }
}
