import Foundation
import Threading

/// The state of a session, which others may read and wait for.
final class StateCell: Sendable {
    private struct Shared {
        var state: SessionState = .stopped
        var waiters: [UInt64: CheckedContinuation<Bool, Never>] = [:]
        var lastWaiter: UInt64 = 0
    }

    private let shared = Locked(Shared())

    var current: SessionState { self.shared.withLock { $0.state } }

    func set(_ state: SessionState) {
        let ready = self.shared.withLock { shared in
            shared.state = state
            guard state.isConnected else { return [CheckedContinuation<Bool, Never>]() }
            defer { shared.waiters = [:] }
            return Array(shared.waiters.values)
        }
        for waiter in ready { waiter.resume(returning: true) }
    }

    /// Applies only while connected or blocked: a connection that is already given up must not change the state.
    func setBlocked(_ reason: String?) {
        let now = Date()
        let next = self.shared.withLock { shared -> SessionState? in
            switch (shared.state, reason) {
            case (.connected, let reason?): .blocked(reason: reason)
            case (.blocked, nil): .connected(since: now)
            default: nil
            }
        }
        if let next { self.set(next) }
    }

    /// The connection is of no more use; how often it was tried is told by the supervision soon after.
    func setLost(_ error: String) {
        self.shared.withLock { shared in
            switch shared.state {
            case .connected, .blocked: shared.state = .connecting(attempts: 1, lastError: error)
            case .connecting, .stopped: break
            }
        }
    }

    /// Waits until connected.
    ///
    /// - Throws: ``AMQPError`` with `.deadline` after `timeout`, saying what stood in the way; `CancellationError`.
    func waitUntilConnected(timeout: Duration) async throws {
        let connected = await withTaskGroup(of: Bool.self) { group in
            group.addTask { await self.connected() }
            group.addTask {
                try? await Task.sleep(for: timeout)
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
        try Task.checkCancellation()
        guard connected else {
            throw AMQPError(code: .deadline, message: "not connected to the broker: \(self.current.inWords)")
        }
    }

    private func connected() async -> Bool {
        let number = self.shared.withLock { shared in
            shared.lastWaiter += 1
            return shared.lastWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = self.shared.withLock { shared in
                    if shared.state.isConnected { return true }
                    if Task.isCancelled { return false }
                    shared.waiters[number] = continuation
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            self.shared.withLock { $0.waiters.removeValue(forKey: number) }?.resume(returning: false)
        }
    }
}

extension SessionState {
    /// For errors and logs.
    var inWords: String {
        switch self {
        case .connecting(let attempts, let lastError):
            "\(attempts) attempts\(lastError.map { ", the last failed: \($0)" } ?? "")"
        case .connected: "connected"
        case .blocked(let reason): "blocked: \(reason)"
        case .stopped: "not running"
        }
    }
}
