import Threading

/// Lets messages run beside each other, and one that is suspected of ending processes with nothing beside it: then there
/// is no doubt who did it. Whoever came first goes first.
final class Solitude: Sendable {
    private struct Waiting {
        var alone: Bool
        var go: CheckedContinuation<Void, Never>
    }

    private struct State {
        var running = 0
        var isAlone = false
        var waiting: [Waiting] = []
    }

    private let state = Locked(State())

    /// Runs `body` when its turn has come.
    ///
    /// - Parameter alone: whether nothing else may run meanwhile.
    func run<T: Sendable>(alone: Bool, _ body: () async throws -> T) async rethrows -> T {
        await self.enter(alone)
        defer { self.leave() }
        return try await body()
    }

    private func enter(_ alone: Bool) async {
        await withCheckedContinuation { go in
            self.state.withLock { state in
                state.waiting.append(Waiting(alone: alone, go: go))
                Self.admit(&state)
            }
        }
    }

    private func leave() {
        self.state.withLock { state in
            state.running -= 1
            state.isAlone = false
            Self.admit(&state)
        }
    }

    private static func admit(_ state: inout State) {
        while let next = state.waiting.first, !state.isAlone, !next.alone || state.running == 0 {
            state.waiting.removeFirst()
            state.running += 1
            state.isAlone = next.alone
            next.go.resume()
        }
    }
}
