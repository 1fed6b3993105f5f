/// What happened in a run, kept only when somebody is going to read it.
struct History {
    let isKept: Bool
    private(set) var lines: [String] = []

    init(isKept: Bool) { self.isKept = isKept }

    mutating func note(_ at: Micros, _ text: @autoclosure () -> String) {
        guard self.isKept else { return }
        self.lines.append("\(at.text)  \(text())")
    }
}

/// A promise that was broken.
struct Violation: Error, Sendable {
    /// The promise, in a word: what a shorter schedule must break as well.
    let rule: Rule
    let text: String

    enum Rule: String, Sendable {
        case lost, condemned, doubled, order, phantom, fence, cursor, timer, liveness, drift, identity, machine
    }
}
