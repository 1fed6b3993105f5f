import Contracts
import Foundation
import Logging
import Messaging
import Mutants
import Postgres

/// Brings one command to its end: carried out and answered, refused and answered, answered again, or to be tried again.
struct CommandProcessor: Sendable {
    /// Checks a token; throws for a forged or expired one.
    typealias TokenCheck = @Sendable (Personal<String>) throws -> AuthenticatedActor

    let setup: MessagingSetup
    let queue: String
    let handlers: [MessageType: AnyCommandHandler]
    let verify: TokenCheck

    init(setup: MessagingSetup, handlers: [AnyCommandHandler], verify: @escaping TokenCheck) {
        self.setup = setup
        self.queue = QueueName.commands(of: setup.service)
        self.handlers = Dictionary(handlers.map { ($0.type, $0) }, uniquingKeysWith: { first, _ in first })
        self.verify = verify
    }

    private enum Applied: String, Sendable {
        case accepted
        case refused
        case answeredAgain = "answered-again"
        case waiting
        case parked
    }

    /// A readable command with everything that is needed to run it.
    private struct Prepared: Sendable {
        var envelope: Envelope
        var message: StoredMessage
        var handler: AnyCommandHandler
        var run: AnyCommandHandler.Action
        var actor: AuthenticatedActor?
    }

    private enum Reading {
        case command(Prepared)
        case refusal(Refusal)
    }

    /// A command that no handler gets to see. Its envelope names no queue but the sender's own for the answer.
    private struct Refusal: Error {
        var envelope: Envelope
        var problem: Problem
        var reason: ParkReason

        init(_ envelope: Envelope, _ problem: Problem, _ reason: ParkReason) {
            self.envelope = envelope
            self.problem = problem
            self.reason = reason
        }

        init(_ envelope: Envelope, _ fault: EnvelopeFault) { self.init(envelope, fault.problem, fault.reason) }
    }

    /// Handles a delivery. When it returns, the delivery may be acknowledged.
    func accept(_ delivery: Delivery) async throws {
        let token = delivery.properties.headers[HeaderName.actorToken]?.string.map { Personal($0) }
        try await self.handle(StoredMessage(delivery), retry: nil) { envelope, handler throws(Problem) in
            try self.actor(token, needed: handler.needsActor)
        }
    }

    /// Runs a command again whose time has come. The token has been checked and dropped at its first attempt.
    func retry(_ entry: RetryStore.Entry) async throws {
        try await self.handle(entry.message, retry: entry) { _, _ in entry.actor }
    }

    /// Refuses what is not begun any more, unless it was answered before.
    func giveUp(_ delivery: Delivery, _ reason: ParkReason) async throws {
        try await self.giveUp(StoredMessage(delivery), reason)
    }

    /// Refuses a waiting command that ends processes.
    func giveUp(_ entry: RetryStore.Entry) async throws { try await self.giveUp(entry.message, .crashed) }

    private func giveUp(_ message: StoredMessage, _ reason: ParkReason) async throws {
        let envelope: Envelope
        do { envelope = try self.admit(message) } catch { envelope = error.envelope }
        try await self.refuse(message, envelope, .internal, reason, parks: true, attempt: InboxRule.mostBegun)
        try await self.forgetAttempts([AttemptStore.Key(sender: message.sender, id: message.identifier)])
    }

    /// Counts a beginning, in a transaction of its own.
    func begin(_ key: AttemptStore.Key) async throws {
        try await self.setup.beginnings.begin(
            key, queue: self.queue, at: self.setup.now(), in: self.setup.database)
    }

    /// After the end of what was counted; a counter that stays behind for once only makes a later copy run alone.
    func forgetAttempts(_ keys: [AttemptStore.Key]) async throws {
        try await self.setup.database.transaction { tx in try AttemptStore.end(self.queue, keys, tx) }
    }

    // MARK: - Reading

    private func actor(_ token: Personal<String>?, needed: Bool) throws(Problem) -> AuthenticatedActor? {
        guard let token else {
            if needed { throw .unauthenticated }
            return nil
        }
        do {
            return try self.verify(token)
        } catch {
            throw error as? Problem ?? .unauthenticated
        }
    }

    /// Reads the envelope and makes sure that an answer can only reach whoever sent the command.
    ///
    /// The broker lets nobody state another's `user_id`, but lets anybody state none.
    private func admit(_ message: StoredMessage) throws(Refusal) -> Envelope {
        var envelope: Envelope
        do {
            envelope = try Envelope(reading: message.properties, as: .command, receivedAt: self.setup.now())
        } catch {
            throw Refusal(self.placeholder(message), error)
        }
        envelope.actorToken = nil
        let asked = envelope.replyTo
        envelope.replyTo = self.answers(to: message)
        guard let replies = self.setup.senders.replies(of: message.sender) else {
            throw Refusal(envelope, EnvelopeFault(part: "user_id", isMissing: message.sender.isEmpty))
        }
        guard asked == nil || asked == replies else {
            throw Refusal(envelope, self.foreignReplies(replies), .envelope("reply_to"))
        }
        return envelope
    }

    /// The sender's own queue, if it asked for an answer at all and is one that may.
    private func answers(to message: StoredMessage) -> String? {
        guard let asked = message.properties.replyTo, !asked.isEmpty else { return nil }
        return self.setup.senders.replies(of: message.sender)
    }

    private func foreignReplies(_ own: String) -> Problem {
        .invalid(
            [
                FieldProblem(
                    field: "reply_to", code: "not-yours",
                    message: "Antrean jawaban ini bukan milik pengguna broker Anda. Gunakan \(own).")
            ], detail: "Jawaban hanya dikirim ke antrean milik pengirimnya. Perbaiki reply_to, lalu kirim lagi.")
    }

    private func read(
        _ envelope: Envelope, _ message: StoredMessage,
        actor: (Envelope, AnyCommandHandler) throws(Problem) -> AuthenticatedActor?
    ) -> Reading {
        func refusal(_ problem: Problem, _ reason: ParkReason) -> Reading {
            .refusal(Refusal(envelope, problem, reason))
        }
        guard message.body.count <= RawMessage.largestBody else {
            return refusal(.tooLarge(limit: "256 KiB"), .tooLarge)
        }
        // The broker checks who may publish under which routing key; a type that differs from it has not been checked.
        guard message.routingKey == envelope.type.name, message.exchange == ExchangeName.commands else {
            let fault = EnvelopeFault(part: "routing_key", isMissing: false)
            return refusal(fault.problem, fault.reason)
        }
        guard let handler = self.handlers[envelope.type] else {
            return refusal(self.unknownCommand, .unknownType)
        }
        guard self.setup.senders.allows(message.sender, toSend: envelope.type) else {
            return refusal(.forbidden, .rejected(Problem.forbidden.code))
        }
        do {
            let actor = try actor(envelope, handler)
            let run = try handler.decode(message.body)
            return .command(
                Prepared(envelope: envelope, message: message, handler: handler, run: run, actor: actor))
        } catch {
            return refusal(error, error.status == 401 ? .rejected(error.code) : .undecodable)
        }
    }

    private var unknownCommand: Problem {
        let known = self.handlers.keys.map(\.name).sorted().joined(separator: ", ")
        return Problem(
            code: "perintah-tidak-dikenal", title: "Perintah tidak dikenal", status: 422,
            detail: "Nama atau versi perintah tidak dikenal di sini. Yang dikenal: \(known).",
            errors: [
                FieldProblem(
                    field: "type", code: "unknown", message: "Gunakan salah satu perintah yang dikenal: \(known).")
            ])
    }

    /// Enough of an envelope to answer a command whose own cannot be read.
    private func placeholder(_ message: StoredMessage) -> Envelope {
        Envelope(
            id: message.identifier, type: MessageType(message.typeName ?? "unknown"), source: self.setup.service,
            time: self.setup.now(), subject: "",
            correlationID: StoredMessage.printable(message.properties.correlationID),
            replyTo: self.answers(to: message))
    }

    // MARK: - Handling

    private func handle(
        _ message: StoredMessage, retry: RetryStore.Entry?,
        actor: (Envelope, AnyCommandHandler) throws(Problem) -> AuthenticatedActor?
    ) async throws {
        let attempt = (retry?.attempt ?? 0) + 1
        let envelope: Envelope
        do {
            envelope = try self.admit(message)
        } catch {
            try await self.refuse(message, error, attempt: attempt)
            return
        }
        if retry == nil, try await self.answerAgain(envelope, message) { return }
        switch self.read(envelope, message, actor: actor) {
        case .refusal(let refusal):
            try await self.refuse(message, refusal, attempt: attempt)
        case .command(let command):
            try await self.attempt(command, isRetry: retry != nil, attempt: attempt)
        }
    }

    /// A command that was answered before is answered again, before its token is looked at: that may have run out.
    private func answerAgain(_ envelope: Envelope, _ message: StoredMessage) async throws -> Bool {
        let known = try await self.setup.database.read { tx in
            try CommandStore.reply(self.queue, message.sender, envelope.id, tx) != nil
        }
        guard known else { return false }
        try await self.setup.database.transaction { tx in _ = try self.repeatReply(envelope, message.sender, tx) }
        MessagingMetrics.settled(queue: self.queue, outcome: Applied.answeredAgain.rawValue)
        return true
    }

    private func repeatReply(_ envelope: Envelope, _ sender: String, _ tx: Transaction) throws -> Bool {
        guard let reply = try CommandStore.reply(self.queue, sender, envelope.id, tx) else { return false }
        try Outbox.append(
            reply: reply, to: envelope, at: self.setup.now(), by: self.setup.service, ids: self.setup.identifiers,
            in: tx)
        return true
    }

    private func attempt(_ command: Prepared, isRetry: Bool, attempt: Int) async throws {
        let now = self.setup.now()
        let start = ContinuousClock.now
        let consumer = command.handler.consumer.name
        do {
            let applied = try await self.setup.database.transaction { tx in
                try self.apply(command, isRetry: isRetry, attempt: attempt, now: now, tx)
            }
            MessagingMetrics.settled(queue: self.queue, outcome: applied.rawValue)
            MessagingMetrics.handled(consumer: consumer, outcome: applied.rawValue, since: start)
            var logger = self.logger(command.envelope, consumer, attempt)
            logger[metadataKey: MessagingLogKey.outcome] = "\(applied.rawValue)"
            logger.info("command handled")
        } catch {
            let failed = error as? HandlerFailure
            let failure = failed?.failure ?? .away(error)
            switch InboxRule.consequence(
                of: failure.rule, attempt: attempt, policy: command.handler.retry, random01: self.setup.random01())
            {
            case .hold: throw failure.cause ?? error
            case .park(let reason):
                if failure.isAttempt { MessagingMetrics.handled(consumer: consumer, outcome: "failed", since: start) }
                try await self.refuse(
                    command.message, command.envelope, .internal, reason, parks: true, attempt: attempt)
            case .postpone(let wait):
                MessagingMetrics.handled(consumer: consumer, outcome: "failed", since: start)
                var logger = self.logger(command.envelope, consumer, attempt)
                logger[metadataKey: MessagingLogKey.reason] = "\(failure.code)"
                logger.warning("command failed and will be tried again")
                try await self.postpone(
                    command, isRetry: isRetry, attempt: attempt, wait: wait, code: failure.code)
            }
        }
    }

    private func apply(
        _ command: Prepared, isRetry: Bool, attempt: Int, now: Date, _ tx: Transaction
    ) throws -> Applied {
        let (envelope, sender) = (command.envelope, command.message.sender)
        try CommandStore.lock(self.queue, sender, envelope.id, tx)
        if try self.repeatReply(envelope, sender, tx) { return .answeredAgain }
        if isRetry {
            guard try RetryStore.lockDue(self.queue, sender, envelope.id, clock: self.setup.timerClock, tx) else {
                return .waiting
            }
        } else if try RetryStore.exists(self.queue, sender, envelope.id, tx) {
            return .waiting
        }
        let context = CommandContext(
            envelope: envelope, now: now, attempt: attempt, identifiers: self.setup.identifiers,
            logger: self.logger(envelope, command.handler.consumer.name, attempt), actor: command.actor,
            sender: sender)
        let reply: CommandReply
        do {
            reply = try tx.savepoint { try command.run(tx, context) }
        } catch let problem as Problem {
            reply = .refused(envelope.type, [problem])
        } catch let error as PostgresError where error.kind == .conflict {
            // As it is: the database runs the whole transaction again.
            throw error
        } catch {
            throw HandlerFailure(
                consumer: command.handler.consumer, retry: command.handler.retry, failure: Failure(error))
        }
        try self.answer(envelope, sender, reply, now, tx)
        return reply.accepted ? .accepted : .refused
    }

    private func answer(
        _ envelope: Envelope, _ sender: String, _ reply: CommandReply, _ now: Date, _ tx: Transaction
    ) throws {
        try CommandStore.insert(self.queue, sender, envelope.id, reply, tx)
        try Outbox.append(
            reply: reply, to: envelope, at: now, by: self.setup.service, ids: self.setup.identifiers, in: tx)
        try RetryStore.delete(self.queue, sender, envelope.id, tx)
        CrashPoint.replyWritten.reach()
    }

    // MARK: - What did not work

    private func postpone(
        _ command: Prepared, isRetry: Bool, attempt: Int, wait: Duration, code: String
    ) async throws {
        let (id, sender, clock) = (command.envelope.id, command.message.sender, self.setup.timerClock)
        try await self.setup.database.transaction { tx in
            try CommandStore.lock(self.queue, sender, id, tx)
            if isRetry { guard try RetryStore.lockDue(self.queue, sender, id, clock: clock, tx) else { return } }
            try RetryStore.put(
                RetryStore.Entry(
                    queue: self.queue, sender: sender, messageID: id, attempt: attempt, isReplay: false,
                    actor: command.actor, message: command.message),
                wait: wait, code: code, clock: clock, tx)
        }
        MessagingMetrics.settled(queue: self.queue, outcome: "retry")
    }

    /// Whoever reads answers is told; a command that nobody can be told about is kept for an operator.
    private func refuse(_ message: StoredMessage, _ refusal: Refusal, attempt: Int) async throws {
        MessagingMetrics.rejected(queue: self.queue, reason: refusal.reason)
        try await self.refuse(
            message, refusal.envelope, refusal.problem, refusal.reason, parks: refusal.envelope.replyTo == nil,
            attempt: attempt)
    }

    private func refuse(
        _ message: StoredMessage, _ envelope: Envelope, _ problem: Problem, _ reason: ParkReason, parks: Bool,
        attempt: Int
    ) async throws {
        let now = self.setup.now()
        let sender = message.sender
        let applied: Applied = try await self.setup.database.transaction { tx in
            try CommandStore.lock(self.queue, sender, envelope.id, tx)
            if try self.repeatReply(envelope, sender, tx) { return .answeredAgain }
            if parks {
                try ParkedStore.park(
                    message, queue: self.queue, sender: sender, envelope: envelope, reason: reason, attempt: attempt,
                    at: now, tx)
            }
            try self.answer(envelope, sender, .refused(envelope.type, [problem]), now, tx)
            return parks ? .parked : .refused
        }
        MessagingMetrics.settled(queue: self.queue, outcome: applied.rawValue)
        guard applied == .parked else { return }
        var logger = self.logger(envelope, self.queue, attempt)
        logger[metadataKey: MessagingLogKey.reason] = "\(reason)"
        logger.error("message parked")
    }

    private func logger(_ envelope: Envelope, _ consumer: String, _ attempt: Int) -> Logger {
        var logger = self.setup.logger
        logger[metadataKey: MessagingLogKey.messageID] = "\(envelope.id)"
        logger[metadataKey: MessagingLogKey.messageType] = "\(envelope.type)"
        logger[metadataKey: MessagingLogKey.consumer] = "\(consumer)"
        logger[metadataKey: MessagingLogKey.attempt] = "\(attempt)"
        if let trace = envelope.traceparent.flatMap({ TraceParent($0) }) {
            logger[metadataKey: MessagingLogKey.traceID] = "\(trace.traceID)"
        }
        return logger
    }
}

extension CommandProcessor: DeliveryWork {
    func lane(of delivery: Delivery) -> String { delivery.properties.messageID ?? "" }

    func identity(of delivery: Delivery) -> String? {
        delivery.properties.messageID.map { "\(delivery.properties.userID ?? "")|\($0)|\(delivery.routingKey)" }
    }

    func key(of delivery: Delivery) -> AttemptStore.Key {
        let message = StoredMessage(delivery)
        return AttemptStore.Key(sender: message.sender, id: message.identifier)
    }

    func attemptQueue(of delivery: Delivery) -> String { self.queue }

    func run(_ works: [Work]) async throws -> ConsumerMachine.End {
        for work in works { try await self.accept(work.delivery) }
        let suspects = works.filter(\.isSuspect).map { self.key(of: $0.delivery) }
        if !suspects.isEmpty { try await self.forgetAttempts(suspects) }
        return .settled
    }

    func giveUp(_ delivery: Delivery) async throws { try await self.giveUp(delivery, .crashed) }
}
