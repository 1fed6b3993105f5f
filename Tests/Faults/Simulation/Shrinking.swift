/// Makes a failing schedule shorter, as long as the same promise is broken.
struct Shrinking {
    private(set) var tries = 0

    mutating func shortest(_ schedule: Schedule, breaking rule: Violation.Rule) -> Schedule {
        var best = schedule
        var isShorter = true
        while isShorter && self.tries < 3_000 {
            isShorter = false
            isShorter = self.leaveOut(\.faults, of: &best, rule) || isShorter
            isShorter = self.leaveOut(\.writes, of: &best, rule) || isShorter
            isShorter = self.simplify(&best, rule) || isShorter
        }
        return best
    }

    /// Halves first, then quarters … down to single ones.
    private mutating func leaveOut<Element>(
        _ list: WritableKeyPath<Schedule, [Element]>, of best: inout Schedule, _ rule: Violation.Rule
    ) -> Bool {
        var isShorter = false
        var size = max(1, best[keyPath: list].count / 2)
        while true {
            var start = 0
            while start < best[keyPath: list].count {
                var candidate = best
                let end = min(start + size, best[keyPath: list].count)
                candidate[keyPath: list].removeSubrange(start..<end)
                if self.breaks(candidate, rule) {
                    best = candidate
                    isShorter = true
                } else {
                    start += size
                }
            }
            guard size > 1 else { return isShorter }
            size /= 2
        }
    }

    /// Takes away what is special about single writes.
    private mutating func simplify(_ best: inout Schedule, _ rule: Violation.Rule) -> Bool {
        var isShorter = false
        for index in best.writes.indices {
            for change in Self.changes {
                var candidate = best
                change(&candidate.writes[index])
                guard candidate.writes[index] != best.writes[index], self.breaks(candidate, rule) else { continue }
                best = candidate
                isShorter = true
            }
        }
        return isShorter
    }

    private static let changes: [@Sendable (inout Schedule.Write) -> Void] = [
        { $0.timer = nil }, { $0.failures = 0 }, { $0.crashes = 0 }, { $0.openFor = min($0.openFor, 1_000) },
    ]

    private mutating func breaks(_ schedule: Schedule, _ rule: Violation.Rule) -> Bool {
        self.tries += 1
        return World(schedule, keepsHistory: false).run()?.rule == rule
    }
}
