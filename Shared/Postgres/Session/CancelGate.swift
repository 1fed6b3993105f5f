internal import CLibPQ
import Foundation

/// Lets a cancelled task stop the statement that its own borrowed connection is running, and no other statement.
///
/// `PQcancel` opens a connection of its own and blocks, so it runs on a thread made for it. It is called only while a
/// statement of the present borrower is under way, again and again until that statement has ended (a request that
/// arrives before the server has begun the statement is lost), and the connection is not lent again before the last
/// call has returned.
final class CancelGate: @unchecked Sendable {
    // Unchecked because every property is touched only with `condition` locked.
    private let condition = NSCondition()
    private var handle: CancelHandle?
    private var isLent = false
    private var requestedAt: ContinuousClock.Instant?
    private var isStatementUnderWay = false
    private var isCancelling = false

    /// How long a stopped statement has to end; a server that says nothing for longer is given up.
    private static let grace: Duration = .seconds(1)
    /// How long to wait for the statement to end before the request is sent again.
    private static let repetition: TimeInterval = 0.25

    func attach(_ handle: CancelHandle?) { self.locked { self.handle = handle } }

    /// The connection has a new borrower, who has asked for nothing yet.
    func lend() {
        self.locked {
            self.isLent = true
            self.requestedAt = nil
        }
    }

    /// The borrower wants the connection to stop; does nothing when it has been taken back already. Never blocks.
    func request() {
        let mustFire = self.locked {
            guard self.isLent, self.requestedAt == nil else { return false }
            self.requestedAt = .now
            guard self.isStatementUnderWay, !self.isCancelling else { return false }
            self.isCancelling = true
            return true
        }
        // One thread per cancelled borrower, so at most as many as there are connections.
        if mustFire { Thread.detachNewThread { self.fire() } }
    }

    /// A statement of the borrower begins.
    ///
    /// - Throws: `CancellationError` when the borrower has asked to stop.
    func enter() throws {
        try self.locked {
            if self.requestedAt != nil { throw CancellationError() }
            self.isStatementUnderWay = true
        }
    }

    /// When the borrower who asked to stop has waited long enough for an answer.
    var deadline: ContinuousClock.Instant? { self.locked { self.requestedAt.map { $0 + Self.grace } } }

    /// The statement has ended.
    func leave() {
        self.locked {
            self.isStatementUnderWay = false
            self.condition.broadcast()
        }
    }

    /// The borrower has finished: no request is accepted any more, and none is under way when this returns.
    ///
    /// - Returns: whether the borrower had asked to stop, and whether the last request has returned in time; if not,
    ///   the connection must not be used again.
    func takeBack(within limit: TimeInterval) -> (wasRequested: Bool, isQuiet: Bool) {
        self.locked {
            self.isLent = false
            let deadline = Date(timeIntervalSinceNow: limit)
            while self.isCancelling {
                guard self.condition.wait(until: deadline) else { break }
            }
            return (self.requestedAt != nil, !self.isCancelling)
        }
    }

    private func fire() {
        self.condition.lock()
        while self.isStatementUnderWay, let handle = self.handle {
            self.condition.unlock()
            handle.cancel()
            self.condition.lock()
            if self.isStatementUnderWay {
                _ = self.condition.wait(until: Date(timeIntervalSinceNow: Self.repetition))
            }
        }
        self.isCancelling = false
        self.condition.broadcast()
        self.condition.unlock()
    }

    private func locked<T>(_ body: () throws -> T) rethrows -> T {
        self.condition.lock()
        defer { self.condition.unlock() }
        return try body()
    }
}

/// Owner of a `PGcancel`.
final class CancelHandle: @unchecked Sendable {
    // Unchecked because libpq documents PQcancel as safe from any thread, and the pointer never changes.
    private let raw: OpaquePointer

    init?(_ connection: OpaquePointer) {
        guard let raw = PQgetCancel(connection) else { return nil }
        self.raw = raw
    }

    deinit { PQfreeCancel(self.raw) }

    /// Asks the server to stop what the connection is doing; blocks until the server has taken the request.
    func cancel() {
        var reason = [CChar](repeating: 0, count: 256)
        // A refusal needs no answer: the statement then ends by itself or at its deadline.
        _ = PQcancel(self.raw, &reason, CInt(reason.count))
    }
}
