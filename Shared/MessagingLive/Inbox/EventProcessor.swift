import Contracts
import Foundation
import Logging
import Messaging
import Postgres

/// Brings one event to its end: applied, known already, kept for later, to be tried again, or parked.
///
/// Whatever throws out of here is the database's absence: nothing has been decided, and the caller tries again.
struct EventProcessor: Sendable {
    let setup: MessagingSetup
    let queue: String
    let handlers: [MessageType: [AnyEventHandler]]

    /// Events name no sender: their publishers are the services.
    static let noSender = ""

    init(setup: MessagingSetup, handlers: [AnyEventHandler]) {
        self.setup = setup
        self.queue = QueueName.events(of: setup.service)
        self.handlers = Dictionary(grouping: handlers, by: \.type)
    }

    /// Where a message comes from decides what must be true for it to run.
    private enum Origin: Hashable {
        case delivery
        case early
        case retry(isReplay: Bool)
    }

    private enum Reading {
        case event(Prepared)
        case poison(ParkReason, Envelope?)
    }

    private struct Prepared: Sendable {
        var envelope: Envelope
        var place: Place
        var message: StoredMessage
        var steps: [Step]
    }

    private struct Step: Sendable {
        var handler: AnyEventHandler
        var run: AnyEventHandler.Action
    }

    private enum Applied: String, Sendable {
        case done
        case skipped
        case duplicate
        case waiting
        case early
    }

    /// Handles a delivery. When it returns, the delivery may be acknowledged.
    func accept(_ delivery: Delivery) async throws {
        try await self.handle(StoredMessage(delivery), origin: .delivery, attempt: 1)
    }

    /// Runs a message again whose time has come.
    func retry(_ entry: RetryStore.Entry) async throws {
        try await self.handle(
            entry.message, origin: .retry(isReplay: entry.isReplay), attempt: entry.attempt + 1)
    }

    /// Parks what the broker itself has given up, unless it had its effect before.
    func giveUp(_ delivery: Delivery) async throws {
        var message = StoredMessage(delivery)
        // The broker has put the parking queue in place of both; a replay needs them again.
        message.exchange = ExchangeName.events
        message.routingKey = message.typeName ?? message.routingKey
        // It is parked with or without one, for the broker's reason.
        let envelope = try? Envelope(reading: message.properties, as: .event, receivedAt: self.setup.now())
        try await self.park(message, envelope, .deliveryLimit, origin: .delivery, attempt: 0)
    }

    /// Applies what came too early and whose turn it is now.
    func applyReady(limit: Int) async throws {
        try await self.apply(
            try await self.setup.database.read { tx in try InboxStore.ready(self.queue, limit: limit, tx) })
    }

    /// The same for subjects that somebody has looked up already.
    func apply(_ subjects: [InboxStore.Subject]) async throws {
        for subject in subjects { try await self.drain(subject) }
    }

    // MARK: - Reading

    private func read(_ message: StoredMessage) -> Reading {
        let envelope: Envelope
        do {
            envelope = try Envelope(reading: message.properties, as: .event, receivedAt: self.setup.now())
        } catch {
            return .poison(message.body.count > RawMessage.largestBody ? .tooLarge : error.reason, nil)
        }
        guard message.body.count <= RawMessage.largestBody else { return .poison(.tooLarge, envelope) }
        // The broker checks who may publish under which routing key; a type that differs from it has not been checked.
        guard message.routingKey == envelope.type.name else { return .poison(.envelope("routing_key"), nil) }
        guard let place = Place(envelope) else { return .poison(.envelope(HeaderName.sequence), nil) }
        guard String(validating: message.body, as: UTF8.self) != nil else { return .poison(.brokenText, envelope) }
        let handlers = self.handlers[envelope.type] ?? []
        if handlers.isEmpty && EventCatalogue.entry(envelope.type) == nil { return .poison(.unknownType, envelope) }
        var steps: [Step] = []
        for handler in handlers {
            do {
                steps.append(Step(handler: handler, run: try handler.decode(message.body)))
            } catch {
                return .poison(.undecodable, envelope)
            }
        }
        return .event(Prepared(envelope: envelope, place: place, message: message, steps: steps))
    }

    // MARK: - Handling

    private func handle(_ message: StoredMessage, origin: Origin, attempt: Int) async throws {
        switch self.read(message) {
        case .poison(let reason, let envelope):
            try await self.park(message, envelope, reason, origin: origin, attempt: attempt)
        case .event(let prepared):
            if try await self.attempt(prepared, origin: origin, attempt: attempt), origin != .early {
                try await self.drain(
                    InboxStore.Subject(stream: prepared.place.stream, subject: prepared.place.subject))
            }
        }
    }

    /// Applies, one after the other, what waited for the message before it.
    private func drain(_ subject: InboxStore.Subject) async throws {
        while true {
            let next = try await self.setup.database.read { tx in
                try InboxStore.nextEarly(self.queue, subject.stream, subject.subject, tx)
            }
            guard let next else { return }
            if next.isParked {
                try await self.pass(subject, next.sequence)
            } else {
                switch self.read(next.message) {
                case .poison(let reason, let envelope):
                    try await self.park(next.message, envelope, reason, origin: .early, attempt: 1)
                case .event(let prepared):
                    guard try await self.attempt(prepared, origin: .early, attempt: 1) else { return }
                }
            }
        }
    }

    /// - Returns: whether the position moved, so that a later message may have its turn.
    private func attempt(_ event: Prepared, origin: Origin, attempt: Int) async throws -> Bool {
        let now = self.setup.now()
        let start = ContinuousClock.now
        do {
            let applied = try await self.setup.database.transaction { tx in
                try self.apply(event, origin: origin, attempt: attempt, now: now, tx)
            }
            MessagingMetrics.settled(queue: self.queue, outcome: applied.rawValue)
            for step in event.steps where applied == .done {
                MessagingMetrics.handled(consumer: step.handler.consumer.name, outcome: "done", since: start)
                // One line per effect: it carries the trace from the request that caused it into this service's log.
                var logger = self.logger(event.envelope, attempt)
                logger[metadataKey: MessagingLogKey.consumer] = "\(step.handler.consumer)"
                logger.info("message handled")
            }
            return applied == .done || applied == .skipped
        } catch {
            let failed = error as? HandlerFailure
            // What our own statements meet says nothing about the message.
            let failure = failed?.failure ?? .away(error)
            let policy = failed?.retry ?? .never
            let consumer = failed?.consumer.name ?? self.queue
            switch failure {
            case .away(let error): throw error
            case .park(let reason):
                MessagingMetrics.handled(consumer: consumer, outcome: "parked", since: start)
                try await self.park(event.message, event.envelope, reason, origin: origin, attempt: attempt)
                return true
            case .attempt(let code):
                MessagingMetrics.handled(consumer: consumer, outcome: "failed", since: start)
                var logger = self.logger(event.envelope, attempt)
                logger[metadataKey: MessagingLogKey.consumer] = "\(consumer)"
                logger[metadataKey: MessagingLogKey.reason] = "\(code)"
                if let wait = policy.delay(afterAttempt: attempt, random01: self.setup.random01()) {
                    logger.warning("message failed and will be tried again")
                    try await self.postpone(event, origin: origin, attempt: attempt, wait: wait, code: code)
                    return false
                }
                try await self.park(
                    event.message, event.envelope, .exhausted(code), origin: origin, attempt: attempt)
                return true
            }
        }
    }

    private func apply(
        _ event: Prepared, origin: Origin, attempt: Int, now: Date, _ tx: Transaction
    ) throws -> Applied {
        let place = event.place
        let position = try InboxStore.lockPosition(self.queue, place, tx)
        switch origin {
        case .delivery:
            if place.sequence <= position { return .duplicate }
            if place.sequence > position + 1 {
                try InboxStore.keepEarly(self.queue, place, event.message, isParked: false, at: now, tx)
                return .early
            }
            if try RetryStore.exists(self.queue, Self.noSender, event.envelope.id, tx) { return .waiting }
        case .early:
            guard place.sequence == position + 1, try InboxStore.hasEarly(self.queue, place, tx) else {
                return .duplicate
            }
        case .retry:
            guard try RetryStore.lockDue(self.queue, Self.noSender, event.envelope.id, at: now, tx) else {
                return .duplicate
            }
        }
        for step in event.steps {
            guard try InboxStore.insert(step.handler.consumer, event.envelope.id, at: now, tx) else { continue }
            try self.run(step, event.envelope, attempt: attempt, now: now, tx)
        }
        if place.sequence == position + 1 { try InboxStore.advance(self.queue, to: place, tx) }
        if case .retry = origin { try RetryStore.delete(self.queue, Self.noSender, event.envelope.id, tx) }
        return event.steps.isEmpty ? .skipped : .done
    }

    private func run(_ step: Step, _ envelope: Envelope, attempt: Int, now: Date, _ tx: Transaction) throws {
        var logger = self.logger(envelope, attempt)
        logger[metadataKey: MessagingLogKey.consumer] = "\(step.handler.consumer)"
        let context = MessageContext(
            envelope: envelope, consumer: step.handler.consumer, now: now, attempt: attempt,
            identifiers: self.setup.identifiers, logger: logger)
        do {
            try step.run(tx, context)
        } catch let error as PostgresError where error.kind == .conflict {
            // As it is: the database runs the whole transaction again.
            throw error
        } catch {
            throw HandlerFailure(
                consumer: step.handler.consumer, retry: step.handler.retry, failure: Failure(error))
        }
    }

    // MARK: - What did not work

    private func postpone(
        _ event: Prepared, origin: Origin, attempt: Int, wait: Duration, code: String
    ) async throws {
        let now = self.setup.now()
        let due = now.addingTimeInterval(wait / .seconds(1))
        let isReplay = origin == .retry(isReplay: true)
        try await self.setup.database.transaction { tx in
            let position = try InboxStore.lockPosition(self.queue, event.place, tx)
            switch origin {
            case .delivery: if event.place.sequence <= position { return }
            case .early: try InboxStore.deleteEarly(self.queue, event.place, tx)
            case .retry:
                guard try RetryStore.lockDue(self.queue, Self.noSender, event.envelope.id, at: now, tx) else { return }
            }
            try RetryStore.put(
                RetryStore.Entry(
                    queue: self.queue, sender: Self.noSender, messageID: event.envelope.id, attempt: attempt,
                    isReplay: isReplay, actor: nil, message: event.message), due: due, code: code, at: now, tx)
        }
        MessagingMetrics.settled(queue: self.queue, outcome: "retry")
    }

    /// Parks a message. It leaves its lane: the position moves past it as if it had been applied, and what follows goes
    /// on. A message whose place cannot be read moves nothing.
    private func park(
        _ message: StoredMessage, _ envelope: Envelope?, _ reason: ParkReason, origin: Origin, attempt: Int
    ) async throws {
        let now = self.setup.now()
        let place = envelope.flatMap { Place($0) }
        let parked = try await self.setup.database.transaction { tx in
            var position: Int64 = 0
            if let place {
                position = try InboxStore.lockPosition(self.queue, place, tx)
                // Applied or parked before: this is another copy.
                if origin == .delivery && place.sequence <= position { return false }
            }
            try ParkedStore.park(
                message, queue: self.queue, sender: Self.noSender, envelope: envelope, reason: reason,
                attempt: attempt, at: now, tx)
            guard let place else { return true }
            if place.sequence == position + 1 {
                try InboxStore.advance(self.queue, to: place, tx)
            } else if place.sequence > position {
                try InboxStore.keepEarly(self.queue, place, message, isParked: true, at: now, tx)
            }
            return true
        }
        guard parked else { return MessagingMetrics.settled(queue: self.queue, outcome: "duplicate") }
        MessagingMetrics.settled(queue: self.queue, outcome: "parked")
        var logger = self.setup.logger
        logger[metadataKey: MessagingLogKey.queue] = "\(self.queue)"
        logger[metadataKey: MessagingLogKey.reason] = "\(reason)"
        logger[metadataKey: MessagingLogKey.messageID] = "\(message.identifier)"
        logger.error("message parked")
        if let place, origin != .early {
            try await self.drain(InboxStore.Subject(stream: place.stream, subject: place.subject))
        }
    }

    /// Moves the position past a message that was parked before its turn.
    private func pass(_ subject: InboxStore.Subject, _ sequence: Int64) async throws {
        try await self.setup.database.transaction { tx in
            let place = Place(stream: subject.stream, subject: subject.subject, sequence: sequence)
            let position = try InboxStore.lockPosition(self.queue, place, tx)
            if position + 1 == sequence { try InboxStore.advance(self.queue, to: place, tx) }
        }
    }

    private func logger(_ envelope: Envelope, _ attempt: Int) -> Logger {
        var logger = self.setup.logger
        logger[metadataKey: MessagingLogKey.messageID] = "\(envelope.id)"
        logger[metadataKey: MessagingLogKey.messageType] = "\(envelope.type)"
        logger[metadataKey: MessagingLogKey.attempt] = "\(attempt)"
        if let trace = envelope.traceparent.flatMap({ TraceParent($0) }) {
            logger[metadataKey: MessagingLogKey.traceID] = "\(trace.traceID)"
        }
        return logger
    }
}
