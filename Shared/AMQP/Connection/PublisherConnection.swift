import Mutants
import Threading

/// One connection that only publishes, with confirms, on its own thread. When it fails it is thrown away, never repaired.
actor PublisherConnection {
    private struct Ticket {
        let batch: UInt64
        let index: Int
        let message: AMQPMessage
    }

    private struct Batch {
        var outcomes: [PublishOutcome?]
        var missing: Int
        var deadline: ContinuousClock.Instant
        let continuation: CheckedContinuation<[PublishOutcome], Never>

        /// Notes an outcome, the first one only; whether it was the last that was missing.
        mutating func settle(_ index: Int, _ outcome: PublishOutcome) -> Bool {
            guard self.outcomes[index] == nil else { return false }
            self.outcomes[index] = outcome
            self.missing -= 1
            return self.missing == 0
        }
    }

    private let thread: ConnectionThread
    nonisolated var unownedExecutor: UnownedSerialExecutor { self.thread.asUnownedSerialExecutor() }

    private let deadlines: Deadlines
    private let blockedChanged: @Sendable (String?) -> Void
    private let failed: @Sendable (any Error) -> Void
    private var link: Link?
    private var heartbeat: Duration = .seconds(20)
    private var ledger = ConfirmLedger<Ticket>()
    private var batches: [UInt64: Batch] = [:]
    private var lastBatch: UInt64 = 0
    /// How many messages this connection was refused, and when the first.
    private var refusals = 0
    private var firstRefusal: ContinuousClock.Instant?
    private static let suspiciousRefusals = 2
    private var backlog: PublishBacklog<Ticket> = PublishBacklog()
    private var blockedReason: String?
    /// Until when the running loop waits for the socket; `nil` while it works.
    private var sleepsUntil: ContinuousClock.Instant?
    private var failure: (any Error)?
    private var messageIDs = RandomMessageIDs()

    /// - Parameters:
    ///   - blockedChanged: told the broker's reason when it takes nothing more, and `nil` when it does again.
    ///   - failed: told once why the connection is of no more use, before any message gets its outcome for this reason.
    init(
        deadlines: Deadlines, blockedChanged: @escaping @Sendable (String?) -> Void,
        failed: @escaping @Sendable (any Error) -> Void
    ) {
        self.thread = ConnectionThread(name: "amqp-publish")
        self.deadlines = deadlines
        self.blockedChanged = blockedChanged
        self.failed = failed
    }

    deinit { self.thread.stop() }

    func open(_ endpoint: AMQPEndpoint, _ configuration: AMQPConfiguration) throws {
        self.heartbeat = configuration.heartbeat
        let link = try Link(deadlines: self.deadlines)
        try link.open(endpoint, configuration)
        try link.selectConfirms()
        self.link = link
    }

    /// Hands the messages over in order and waits for the broker's word on each; never throws, never longer than the confirm
    /// deadline (and what a blocked socket adds: the io deadline).
    func publish(_ messages: [AMQPMessage]) async -> [PublishOutcome] {
        guard !messages.isEmpty else { return [] }
        guard self.link != nil, self.failure == nil, !Task.isCancelled else {
            return messages.map { _ in .unknown }
        }
        self.lastBatch += 1
        let number = self.lastBatch
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let deadline = ContinuousClock.now + self.deadlines.confirm
                self.batches[number] = Batch(
                    outcomes: messages.map { _ in nil }, missing: messages.count, deadline: deadline,
                    continuation: continuation)
                self.enqueue(messages, batch: number)
                self.pumpOrFail()
                self.wakeIfNeeded(before: deadline)
            }
        } onCancel: {
            // Unstructured because a cancellation handler cannot wait for the actor.
            Task { await self.abandon(number) }
        }
    }

    /// The running loop has to be woken when it would sleep past a deadline, or has to send what did not fit. Not
    /// otherwise: the broker's answer wakes it.
    private func wakeIfNeeded(before deadline: ContinuousClock.Instant) {
        let isLate = self.sleepsUntil.map { $0 > deadline } ?? false
        if isLate || self.backlog.first != nil || self.failure != nil { self.thread.interrupt() }
    }

    /// Serves the connection until it fails, or until the task is cancelled.
    func run() async throws {
        do {
            try await withTaskCancellationHandler {
                while !Task.isCancelled {
                    if let failure = self.failure { throw failure }
                    try self.pump()
                    try self.enforceDeadlines()
                    guard let link = self.link else { return }
                    let pause = self.pause
                    self.sleepsUntil = .now + pause
                    _ = await self.thread.readiness(of: link.descriptor, for: .read, timeout: pause)
                    self.sleepsUntil = nil
                }
            } onCancel: {
                self.thread.interrupt()
            }
        } catch {
            self.fail(error)
            throw error
        }
    }

    /// Ends the connection; whatever waits gets its outcome now.
    func close() {
        self.fail(AMQPError(code: .connectionLost, message: "the connection was closed"))
        self.link?.close()
        self.link = nil
        self.thread.stop()
    }

    // MARK: - Sending

    private func enqueue(_ messages: [AMQPMessage], batch: UInt64) {
        for (index, message) in messages.enumerated() {
            if let flaw = message.flaw {
                let ticket = Ticket(batch: batch, index: index, message: message)
                self.finish([(ticket, .returned(code: 501, text: flaw))])
                continue
            }
            var message = message
            if message.mandatory && message.messageID == nil {
                message.properties.messageID = self.messageIDs.next()
            }
            self.backlog.append(Ticket(batch: batch, index: index, message: message))
        }
    }

    private func pumpOrFail() {
        do { try self.pump() } catch { self.fail(error) }
    }

    private func pump() throws {
        try self.drain()
        while self.blockedReason == nil, let link = self.link, self.backlog.first != nil {
            var room = link.room()
            var sent = 0
            // Room, time and deadline are looked at once for each burst, not for each message.
            if self.backlog.count > 1 {
                try link.burst { sent = try self.send(at: .now, on: link, &room) }
            } else {
                sent = try self.send(at: .now, on: link, &room)
            }
            try self.drain()
            if sent == 0 { return }
        }
    }

    /// Sends what fits, at most 64 messages; the broker is heard in between.
    private func send(at now: ContinuousClock.Instant, on link: Link, _ room: inout Link.Room) throws -> Int {
        var sent = 0
        while sent < 64, let next = self.backlog.first {
            guard self.batches[next.batch] != nil else {
                self.backlog.removeFirst()
                sent += 1
                continue
            }
            guard room.take(next.message.wireSize) else { break }
            self.backlog.removeFirst()
            // Noted before the call: the confirm may be there before the call returns.
            self.ledger.published(next, messageID: next.message.mandatory ? next.message.messageID : nil, at: now)
            try link.publish(next.message)
            CrashPoint.publisherSent.reach()
            sent += 1
        }
        return sent
    }

    // MARK: - Hearing

    private func drain() throws {
        while let event = try self.link?.nextEvent() {
            switch event {
            case .settled(let number, let multiple, let isNack):
                self.finish(self.ledger.settled(number, multiple: multiple, isNack: isNack))
            case .returned(let messageID, let code, let text):
                self.ledger.returned(messageID: messageID, code: code, text: text)
            case .blocked(let reason):
                self.blockedReason = reason
                self.blockedChanged(reason)
            case .unblocked:
                self.blockedReason = nil
                self.ledger.restartClocks(at: .now)
                self.blockedChanged(nil)
            case .channelClosed(let code, let text):
                let error = AMQPError(code: .server(code), message: text)
                self.note(error)
                self.blame(code: code, text: text)
                throw error
            case .connectionClosed(let code, let text):
                throw AMQPError(code: .server(code), message: text)
            case .delivered, .cancelled:
                throw AMQPError(code: .protocolViolation, message: "the broker delivers to a publisher")
            }
        }
    }

    /// Settles those messages of which the broker said that it refused them.
    private func blame(code: UInt16, text: String) {
        let wasAlone = self.ledger.count == 1
        self.finish(
            self.ledger.failAll().map { ticket, outcome in
                guard outcome == .unknown else { return (ticket, outcome) }
                return (
                    ticket,
                    CloseVerdict.outcome(
                        exchange: ticket.message.exchange, routingKey: ticket.message.routingKey, wasAlone: wasAlone,
                        code: code,
                        text: text)
                )
            })
    }

    // MARK: - Deadlines and endings

    /// How long the loop may wait for the socket.
    private var pause: Duration {
        let tick = min(self.heartbeat / 4, .seconds(5))
        if self.backlog.first != nil && self.blockedReason == nil { return .milliseconds(20) }
        guard let nearest = self.batches.values.map(\.deadline).min() else { return tick }
        return max(.zero, min(tick, nearest - .now))
    }

    /// A broker that says nothing for too long is given up. So is a channel that goes on refusing: RabbitMQ 3.10 can keep a
    /// channel, opened while a queue had no leader, at the dead one for ever; another one finds the new leader. Where a
    /// queue is really full, this costs one connection now and then, between batches. One that has said that it is blocked
    /// is not: only the callers are let go.
    private func enforceDeadlines() throws {
        let now = ContinuousClock.now
        if let first = self.firstRefusal, self.refusals >= Self.suspiciousRefusals, self.batches.isEmpty,
            now - first >= self.deadlines.refusals
        {
            throw AMQPError(code: .deadline, message: "the broker refused again and again")
        }
        let overdue = self.batches.filter { $0.value.deadline <= now }.map(\.key)
        guard !overdue.isEmpty else { return }
        if self.blockedReason == nil, self.ledger.isOverdue(at: now, after: self.deadlines.confirm) {
            throw AMQPError(code: .deadline, message: "the broker did not confirm in time")
        }
        for number in overdue { self.abandon(number) }
    }

    private func abandon(_ number: UInt64) {
        guard let batch = self.batches.removeValue(forKey: number) else { return }
        batch.continuation.resume(returning: batch.outcomes.map { $0 ?? .unknown })
    }

    private func finish(_ settled: [(Ticket, PublishOutcome)]) {
        for (ticket, outcome) in settled {
            // In place: a copy of the batch for each of its messages would cost more than the messages.
            guard let isWhole = self.batches[ticket.batch]?.settle(ticket.index, outcome) else { continue }
            if outcome == .nacked {
                self.refusals += 1
                self.firstRefusal = self.firstRefusal ?? .now
            }
            if isWhole { self.abandon(ticket.batch) }
        }
    }

    /// Tells the session first: whoever learns an outcome must not find it "connected" by this connection.
    private func note(_ error: any Error) {
        guard self.failure == nil else { return }
        self.failure = error
        self.failed(error)
    }

    private func fail(_ error: any Error) {
        self.note(error)
        self.finish(self.ledger.failAll())
        self.backlog = PublishBacklog()
        for number in self.batches.keys.sorted() { self.abandon(number) }
        self.thread.interrupt()
    }
}
