import Contracts
import Foundation
import Messaging
import MessagingLive
import Postgres
import Threading

/// The event that the benchmarks carry: about 1 KiB, as most events of a case are.
struct Noted: Event, Hashable {
    static let type: MessageType = "note.noted.v1"
    static let filling = String(repeating: "Statistik dasar, sektoral dan khusus. ", count: 26)

    var subject: String
    /// Which message of its block it is.
    var number: Int
    var text = Self.filling
}

/// What follows from the event: written down in the next service.
struct Answered: Event, Hashable {
    static let type: MessageType = "answer.answered.v1"

    var subject: String
    var number: Int
    var text = Noted.filling
}

/// The effect that is measured with and without an inbox around it: a row of 1 KiB, and an event that follows.
struct Effect: Sendable {
    /// Whether an event follows; the next service of a flow only writes down.
    let answers: Bool
    let identifiers: IdentifierSource
    /// Told of each number whose transaction has committed.
    let committed: @Sendable (Int) -> Void

    func carryOut(_ event: Noted, causedBy envelope: Envelope?, at now: Date, in tx: Transaction) throws {
        try tx.execute(
            "INSERT INTO effect (subject, number, text) VALUES (\(event.subject), \(event.number), \(event.text))")
        if self.answers {
            try Outbox.append(
                Answered(subject: event.subject, number: event.number), at: now, by: "bench", ids: self.identifiers,
                causedBy: envelope, in: tx)
        }
        tx.afterCommit { self.committed(event.number) }
    }
}

/// The effect as a handler of the inbox.
struct WriteDown: MessageHandler {
    static let consumer: ConsumerName = "bench.write-down"
    static let retry = RetryPolicy.exponential(attempts: 3, from: .seconds(1), to: .seconds(10))

    let effect: Effect

    func handle(_ event: Noted, in tx: Transaction, context: MessageContext) throws {
        try self.effect.carryOut(event, causedBy: context.envelope, at: context.now, in: tx)
    }
}

/// Counts, from many tasks.
final class Tally: Sendable {
    private let shared = Locked(0)

    var value: Int { self.shared.withLock { $0 } }

    /// - Returns: the count before.
    @discardableResult
    func add(_ count: Int = 1) -> Int {
        self.shared.withLock { value in
            defer { value += count }
            return value
        }
    }
}

/// When each numbered thing happened.
final class Moments: Sendable {
    private let shared: Locked<[ContinuousClock.Instant?]>

    init(_ count: Int) { self.shared = Locked(Array(repeating: nil, count: count)) }

    func note(_ number: Int, at instant: ContinuousClock.Instant = .now) {
        self.shared.withLock { if number < $0.count && $0[number] == nil { $0[number] = instant } }
    }

    var all: [ContinuousClock.Instant?] { self.shared.withLock { $0 } }
}
