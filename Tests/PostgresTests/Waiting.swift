import Foundation
import Postgres
import TestSupport
import Testing

/// Holds threads until a number of them has arrived once; later arrivals pass.
final class Barrier: @unchecked Sendable {
    // Unchecked because `missing` is touched only with the condition locked.
    private let condition = NSCondition()
    private var missing: Int

    init(parties: Int) { self.missing = parties }

    /// Arrives from a thread that may block: inside a transaction's closure.
    func arrive() {
        self.condition.lock()
        defer { self.condition.unlock() }
        guard self.missing > 0 else { return }
        self.missing -= 1
        self.condition.broadcast()
        let deadline = Date(timeIntervalSinceNow: 10)
        while self.missing > 0 { guard self.condition.wait(until: deadline) else { return } }
    }

    /// Arrives from a task, whose thread must not block.
    func arrived() async throws {
        self.locked {
            self.missing -= 1
            self.condition.broadcast()
        }
        try await eventuallyTrue { self.locked { self.missing } <= 0 }
    }

    private func locked<T>(_ body: () -> T) -> T {
        self.condition.lock()
        defer { self.condition.unlock() }
        return body()
    }
}

/// Asks again and again until the answer is yes, for at most ten seconds.
func eventuallyTrue(
    sourceLocation: SourceLocation = #_sourceLocation, _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + .seconds(10) * TestPatience.factor
    while ContinuousClock.now < deadline {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    Issue.record("it did not become true in ten seconds", sourceLocation: sourceLocation)
}
