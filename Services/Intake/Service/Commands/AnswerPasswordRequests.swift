import Contracts
import Foundation
import Postgres
import Synchronization

/// Looks up the addresses that were typed at "forgot password" and asks for the links of those that have an account.
///
/// It works apart from the visitor's request: what that does, and how long it takes, cannot depend on whether anybody
/// has the address.
struct AnswerPasswordRequests: Sendable {
    let database: Database
    let request: RequestProof
    let bell: RequestBell
    let now: @Sendable () -> Date
    /// How long to rest when nobody rings; requests taken down by another process ring no bell here.
    var interval: Duration = .seconds(5)

    /// Works until its task is cancelled.
    func run() async throws {
        let rings = self.bell.listen()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while true {
                    self.bell.ring()
                    try await Task.sleep(for: self.interval)
                }
            }
            group.addTask {
                for await _ in rings { try await self.all() }
            }
            try await group.next()
            group.cancelAll()
        }
    }

    /// Answers everything that waits.
    func all() async throws {
        while try await self.next() {}
    }

    private func next() async throws -> Bool {
        let now = self.now()
        return try await self.database.transaction { tx in
            guard let asked = try PasswordRequestStore.take(in: tx) else { return false }
            guard let account = try AccountStore.addressee(emailKey: asked.emailKey, in: tx) else { return true }
            try self.request(
                .password, for: account, now: now, cause: Cause(envelope: nil, traceparent: asked.traceparent), in: tx)
            return true
        }
    }
}

/// Wakes the one who answers when an address was taken down; ringing twice is the same as ringing once.
final class RequestBell: Sendable {
    private let listener = Mutex<AsyncStream<Void>.Continuation?>(nil)

    /// Rings from now on, until somebody else listens.
    func listen() -> AsyncStream<Void> {
        let (stream, rings) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.listener.withLock { $0 = rings }
        return stream
    }

    func ring() { _ = self.listener.withLock { $0 }?.yield() }
}
