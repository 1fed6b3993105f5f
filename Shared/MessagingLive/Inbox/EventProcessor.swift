import Contracts
import Foundation
import Logging
import Messaging
import Mutants
import Postgres

/// Brings events to their end: applied, known already, kept for later, to be tried again, or parked. What is decided about
/// each is ``InboxRule``'s; here it is read and written.
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

    /// Where a message comes from, and what is known of it from there.
    private struct Origin: Sendable {
        var rule: InboxRule.Origin
        var isReplay = false
        /// Whether its beginning may have been counted, so that the counter goes with its end.
        var isCounted: Bool

        static let early = Origin(rule: .early, isCounted: true)
        static func delivery(isCounted: Bool) -> Origin { Origin(rule: .delivery, isCounted: isCounted) }
        static func retry(isReplay: Bool) -> Origin { Origin(rule: .retry, isReplay: isReplay, isCounted: true) }
    }

    private enum Reading {
        case event(Prepared)
        case poison(ParkReason, Envelope?)
    }

    private struct Prepared: Sendable {
        var envelope: Envelope
        var place: EventPlace
        var message: StoredMessage
        var steps: [Step]

        var subject: InboxStore.Subject {
            InboxStore.Subject(stream: self.place.stream, subject: self.place.subject)
        }
        var key: AttemptStore.Key { AttemptStore.Key(sender: EventProcessor.noSender, id: self.envelope.id) }
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

        /// Whether a later message may have its turn now.
        var moves: Bool { self == .done || self == .skipped }
    }

    /// A transaction of several messages failed because of one of them.
    private struct BatchFailure: Error {
        var index: Int
        var failure: HandlerFailure
    }

    /// What a transaction came to.
    private struct Result: Sendable {
        var applied: [Applied]
        /// Subjects of which something is kept that may have its turn.
        var next: [InboxStore.Subject]
    }

    /// Runs a message again whose time has come.
    func retry(_ entry: RetryStore.Entry) async throws {
        try await self.handle(
            entry.message, origin: .retry(isReplay: entry.isReplay), attempt: entry.attempt + 1)
    }

    /// Parks a waiting message that ends processes.
    func giveUp(_ entry: RetryStore.Entry) async throws {
        // Parked with or without one.
        let envelope = try? Envelope(reading: entry.message.properties, as: .event, receivedAt: self.setup.now())
        try await self.park(
            entry.message, envelope, .crashed, origin: .retry(isReplay: entry.isReplay), attempt: entry.attempt)
    }

    /// Parks a delivery that is not begun any more.
    func giveUp(_ delivery: Delivery, _ reason: ParkReason) async throws {
        let message = StoredMessage(delivery)
        // It is parked with or without one, for the given reason.
        let envelope = try? Envelope(reading: message.properties, as: .event, receivedAt: self.setup.now())
        try await self.park(
            message, envelope, reason, origin: .delivery(isCounted: true), attempt: InboxRule.mostBegun)
    }

    /// Applies what came too early and whose turn it is now.
    func applyReady(limit: Int) async throws {
        try await self.apply(
            try await self.setup.database.read { tx in try InboxStore.ready(self.queue, limit: limit, tx) })
    }

    /// The same for subjects that somebody has looked up already. What is wrong with one holds up none of the others.
    func apply(_ subjects: [InboxStore.Subject]) async throws {
        for subject in subjects {
            do {
                try await self.drain(subject, runsInLane: false)
            } catch {
                if case .away = Failure(error) { throw error }
                self.setup.logger.error(
                    "what is kept of a subject cannot be applied",
                    metadata: [MessagingLogKey.queue: "\(self.queue)", MessagingLogKey.error: "\(error)"])
            }
        }
    }

    /// Parks what this build cannot read. It leaves its lane like any other that is parked.
    func park(_ unreadable: UnreadableMessage) async throws {
        let place = unreadable.place
        let isParked = try await self.setup.database.transaction { tx in
            let known = try place.map { try InboxStore.standing(self.queue, $0, unreadable.messageID, tx) }
            guard try unreadable.park(tx) else { return false }
            try AttemptStore.end(
                unreadable.queue, [AttemptStore.Key(sender: unreadable.sender, id: unreadable.messageID)], tx)
            // Whatever waits for another attempt, or is taken from what came early, is the next of its lane.
            if let place, let known, InboxRule.advances(place.sequence, applied: known.applied) {
                try InboxStore.advance(
                    self.queue, to: [.init(place: place, id: unreadable.messageID)], hadEarly: known.hasEarly, tx)
            }
            return true
        }
        guard isParked else { return }
        MessagingMetrics.settled(queue: unreadable.queue, outcome: "parked")
        self.setup.logger.error(
            "message parked",
            metadata: [
                MessagingLogKey.queue: "\(unreadable.queue)", MessagingLogKey.reason: "\(ParkReason.unreadable)",
                MessagingLogKey.messageID: "\(unreadable.messageID)",
            ])
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
        guard let place = EventPlace(envelope) else { return .poison(.envelope(HeaderName.sequence), nil) }
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

    /// Brings one message to its end.
    private func handle(_ message: StoredMessage, origin: Origin, attempt: Int) async throws {
        switch self.read(message) {
        case .poison(let reason, let envelope):
            try await self.park(message, envelope, reason, origin: origin, attempt: attempt)
        case .event(let prepared):
            if try await self.attempt(prepared, origin: origin, attempt: attempt) {
                try await self.drain(prepared.subject, runsInLane: true)
            }
        }
    }

    /// Brings several to their end in one transaction, or says which of them must be taken by itself.
    private func together(_ works: [Work]) async throws -> ConsumerMachine.End {
        let (now, start) = (self.setup.now(), ContinuousClock.now)
        var events: [Prepared] = []
        for (index, work) in works.enumerated() {
            guard case .event(let event) = self.read(StoredMessage(work.delivery)) else { return .failed(at: index) }
            events.append(event)
        }
        let batch = events
        let counted = zip(works, events).filter(\.0.isSuspect).map(\.1.key)
        let result: Result
        do {
            result = try await self.setup.database.transaction { tx in
                let result = try self.apply(batch, origin: .delivery(isCounted: false), attempt: 1, now: now, tx)
                try AttemptStore.end(self.queue, counted, tx)
                return result
            }
        } catch let error as BatchFailure {
            if case .away(let error) = error.failure.failure { throw error }
            return .failed(at: error.index)
        } catch {
            if case .away(let error) = Failure(error) { throw error }
            return .failed(at: nil)
        }
        for (event, applied) in zip(events, result.applied) { self.report(event, applied, attempt: 1, start) }
        for subject in result.next { try await self.drain(subject, runsInLane: true) }
        return .settled
    }

    /// Applies, one after the other, what waited for the message before it.
    ///
    /// - Parameter runsInLane: whether the caller has its place in ``Solitude`` already. What is to run alone is then left
    ///   to the runner, which looks for it once a second.
    private func drain(_ subject: InboxStore.Subject, runsInLane: Bool) async throws {
        while true {
            let next = try await self.setup.database.read { tx in
                try InboxStore.nextEarly(self.queue, subject.stream, subject.subject, tx)
            }
            guard let next else { return }
            CrashPoint.earlyFound.reach()
            if next.isParked {
                try await self.pass(subject, next.sequence, next.messageID)
                continue
            }
            guard let message = next.message else {
                try await self.park(
                    UnreadableMessage(
                        table: .early, queue: self.queue, sender: Self.noSender, messageID: next.messageID,
                        attempt: 0,
                        place: EventPlace(
                            stream: subject.stream, subject: subject.subject, sequence: next.sequence)))
                continue
            }
            let treatment = InboxRule.treatment(begun: next.begun)
            if treatment == .park {
                // Parked with or without one.
                let envelope = try? Envelope(reading: message.properties, as: .event, receivedAt: self.setup.now())
                try await self.park(message, envelope, .crashed, origin: .early, attempt: next.begun)
            } else if runsInLane {
                guard treatment == .together, try await self.applyEarly(message) else { return }
            } else {
                let moved = try await self.setup.solitude.run(alone: treatment == .alone) {
                    try await self.applyEarly(message)
                }
                guard moved else { return }
            }
        }
    }

    /// - Returns: whether the position moved.
    private func applyEarly(_ message: StoredMessage) async throws -> Bool {
        let key = AttemptStore.Key(sender: Self.noSender, id: message.identifier)
        try await self.begin(key)
        let moved: Bool
        switch self.read(message) {
        case .poison(let reason, let envelope):
            try await self.park(message, envelope, reason, origin: .early, attempt: 1)
            moved = true
        case .event(let prepared):
            moved = try await self.attempt(prepared, origin: .early, attempt: 1)
        }
        self.setup.beginnings.end(key, queue: self.queue)
        return moved
    }

    /// Counts the beginning of what waits or was kept, in a transaction of its own.
    func begin(_ key: AttemptStore.Key) async throws {
        try await self.setup.beginnings.begin(
            key, queue: self.queue, at: self.setup.now(), in: self.setup.database)
    }

    /// - Returns: whether something that is kept may have its turn now.
    private func attempt(_ event: Prepared, origin: Origin, attempt: Int) async throws -> Bool {
        let (now, start) = (self.setup.now(), ContinuousClock.now)
        do {
            let result = try await self.setup.database.transaction { tx in
                let result = try self.apply([event], origin: origin, attempt: attempt, now: now, tx)
                if origin.isCounted { try AttemptStore.end(self.queue, [event.key], tx) }
                return result
            }
            for applied in result.applied { self.report(event, applied, attempt: attempt, start) }
            return !result.next.isEmpty || (origin.rule == .early && result.applied.contains(where: \.moves))
        } catch {
            let failed = (error as? BatchFailure)?.failure
            // What our own statements meet says nothing about the message.
            let failure = failed?.failure ?? .away(error)
            let consumer = failed?.consumer.name ?? self.queue
            switch InboxRule.consequence(
                of: failure.rule, attempt: attempt, policy: failed?.retry ?? .never, random01: self.setup.random01())
            {
            case .hold: throw failure.cause ?? error
            case .park(let reason):
                MessagingMetrics.handled(
                    consumer: consumer, outcome: failure.isAttempt ? "failed" : "parked", since: start)
                try await self.park(event.message, event.envelope, reason, origin: origin, attempt: attempt)
                return origin.rule == .early
            case .postpone(let wait):
                MessagingMetrics.handled(consumer: consumer, outcome: "failed", since: start)
                var logger = self.logger(event.envelope, attempt)
                logger[metadataKey: MessagingLogKey.consumer] = "\(consumer)"
                logger[metadataKey: MessagingLogKey.reason] = "\(failure.code)"
                logger.warning("message failed and will be tried again")
                try await self.postpone(event, origin: origin, attempt: attempt, wait: wait, code: failure.code)
                return false
            }
        }
    }

    private func report(_ event: Prepared, _ applied: Applied, attempt: Int, _ start: ContinuousClock.Instant) {
        MessagingMetrics.settled(queue: self.queue, outcome: applied.rawValue)
        for step in event.steps where applied == .done {
            MessagingMetrics.handled(consumer: step.handler.consumer.name, outcome: "done", since: start)
            // One line per effect: it carries the trace from the request that caused it into this service's log.
            guard self.setup.logger.logLevel <= .info else { continue }
            self.logger(event.envelope, attempt, step.handler.consumer).info("message handled")
        }
    }

    /// Decides about each, runs the handlers of those whose turn it is, and moves the positions: one transaction, and the
    /// same few statements for one message as for many.
    private func apply(
        _ events: [Prepared], origin: Origin, attempt: Int, now: Date, _ tx: Transaction
    ) throws -> Result {
        try InboxStore.lock(self.queue, events.map(\.place), tx)
        let known = try InboxStore.known(
            self.queue, events.map { InboxStore.Asked(place: $0.place, id: $0.envelope.id) }, tx)
        CrashPoint.inboxRead.reach()
        var positions: [InboxStore.Subject: Int64] = [:]
        var verdicts: [InboxRule.Verdict] = []
        var moved: [EventPlace: MessageID] = [:]
        for (index, event) in events.enumerated() {
            let applied = positions[event.subject] ?? known[index].applied
            var standing = try self.standing(event, origin, known[index], applied: applied, tx)
            let owner = known[index].appliedID ?? moved[event.place]
            standing.isOther = owner.map { $0 != event.envelope.id } ?? false
            let verdict = InboxRule.verdict(event.place.sequence, origin: origin.rule, standing: standing)
            verdicts.append(verdict)
            switch verdict {
            case .apply:
                guard InboxRule.advances(event.place.sequence, applied: applied) else { continue }
                positions[event.subject] = event.place.sequence
                moved[event.place] = event.envelope.id
            case .keep:
                try InboxStore.keepEarly(self.queue, event.place, event.message, isParked: false, at: now, tx)
            case .forgotten, .conflict:
                let reason: ParkReason = verdict == .forgotten ? .forgotten : .conflict
                throw BatchFailure(
                    index: index,
                    failure: HandlerFailure(
                        consumer: ConsumerName(self.queue), retry: .never, failure: .park(reason)))
            case .duplicate, .waiting: break
            }
        }
        try self.runHandlers(events, verdicts, attempt: attempt, now: now, tx)
        if verdicts.contains(.apply) { CrashPoint.handled.reach() }
        let early = zip(events, known).filter(\.1.hasEarly).map(\.0.subject)
        try InboxStore.advance(
            self.queue, to: moved.map { InboxStore.Asked(place: $0.key, id: $0.value) }, hadEarly: !early.isEmpty, tx)
        if origin.rule == .retry {
            for (event, verdict) in zip(events, verdicts) where verdict == .apply {
                try RetryStore.delete(self.queue, Self.noSender, event.envelope.id, tx)
            }
        }
        CrashPoint.inboxWritten.reach()
        let outcomes = zip(events, verdicts).map { event, verdict -> Applied in
            switch verdict {
            case .apply: event.steps.isEmpty ? .skipped : .done
            case .keep: .early
            case .waiting: .waiting
            case .duplicate, .forgotten, .conflict: .duplicate
            }
        }
        // Something kept earlier, or kept just now, may follow what was applied.
        let kept = zip(events, verdicts).filter { $0.1 == .keep }.map(\.0.subject)
        return Result(applied: outcomes, next: Set(early + kept).filter { positions[$0] != nil })
    }

    private func standing(
        _ event: Prepared, _ origin: Origin, _ known: InboxStore.Known, applied: Int64, _ tx: Transaction
    ) throws -> InboxRule.Standing {
        var standing = InboxRule.Standing(
            applied: applied, isRetried: known.isRetried, isForgotten: known.isForgotten)
        switch origin.rule {
        case .delivery: break
        case .early: standing.isKept = try InboxStore.hasEarly(self.queue, event.place, tx)
        case .retry:
            standing.isDue = try RetryStore.lockDue(
                self.queue, Self.noSender, event.envelope.id, clock: self.setup.timerClock, tx)
        }
        return standing
    }

    /// Runs what is new to its consumer. Subject by subject in a fixed order, so that two lanes that write about the same
    /// things lock them in the same order; within a subject as they came.
    private func runHandlers(
        _ events: [Prepared], _ verdicts: [InboxRule.Verdict], attempt: Int, now: Date, _ tx: Transaction
    ) throws {
        let indices = events.indices.filter { verdicts[$0] == .apply }
        var new = try InboxStore.insert(
            indices.flatMap { index in
                events[index].steps.map {
                    InboxStore.Effect(consumer: $0.handler.consumer.name, message: events[index].envelope.id)
                }
            }, at: now, tx)
        for index in indices.sorted(by: { (events[$0].place.subject, $0) < (events[$1].place.subject, $1) }) {
            let event = events[index]
            for step in event.steps {
                let effect = InboxStore.Effect(consumer: step.handler.consumer.name, message: event.envelope.id)
                guard new.remove(effect) != nil else { continue }
                do {
                    try self.run(step, event.envelope, isAlone: events.count == 1, attempt: attempt, now: now, tx)
                } catch let failure as HandlerFailure {
                    throw BatchFailure(index: index, failure: failure)
                }
            }
        }
    }

    /// - Parameter isAlone: whether it is the only message of its transaction. What its handler has kept to be sent later
    ///   must then fail here, where the failure is known to be the handler's; of several messages nobody asks which it was,
    ///   for each is run alone after a failure that no handler answers for.
    private func run(
        _ step: Step, _ envelope: Envelope, isAlone: Bool, attempt: Int, now: Date, _ tx: Transaction
    ) throws {
        let context = MessageContext(
            envelope: envelope, consumer: step.handler.consumer, now: now, attempt: attempt,
            identifiers: self.setup.identifiers, logger: self.logger(envelope, attempt, step.handler.consumer))
        do {
            try step.run(tx, context)
            if isAlone { try tx.flush() }
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
        let clock = self.setup.timerClock
        try await self.setup.database.transaction { tx in
            let known = try InboxStore.standing(self.queue, event.place, event.envelope.id, tx)
            let standing = try self.standing(event, origin, known, applied: known.applied, tx)
            guard InboxRule.isOpen(event.place.sequence, origin: origin.rule, standing: standing) else { return }
            if origin.rule == .early { try InboxStore.deleteEarly(self.queue, event.place, tx) }
            try RetryStore.put(
                RetryStore.Entry(
                    queue: self.queue, sender: Self.noSender, messageID: event.envelope.id, attempt: attempt,
                    isReplay: origin.isReplay, actor: nil, message: event.message, place: event.place),
                wait: wait, code: code, clock: clock, tx)
            if origin.isCounted { try AttemptStore.end(self.queue, [event.key], tx) }
            CrashPoint.retryWritten.reach()
        }
        CrashPoint.retryCommitted.reach()
        MessagingMetrics.settled(queue: self.queue, outcome: "retry")
    }

    /// Parks a message. It leaves its lane: the position moves past it as if it had been applied, and what follows goes
    /// on. A message whose place cannot be read moves nothing.
    private func park(
        _ message: StoredMessage, _ envelope: Envelope?, _ reason: ParkReason, origin: Origin, attempt: Int
    ) async throws {
        let now = self.setup.now()
        let place = envelope.flatMap { EventPlace($0) }
        let key = AttemptStore.Key(sender: Self.noSender, id: message.identifier)
        let leaving = try await self.setup.database.transaction { tx in
            let known = try place.map { try InboxStore.standing(self.queue, $0, message.identifier, tx) }
            let leaving = InboxRule.leaving(
                place?.sequence, origin: origin.rule, applied: known?.applied ?? 0,
                isOther: known?.appliedID.map { $0 != message.identifier } ?? false)
            if origin.isCounted { try AttemptStore.end(self.queue, [key], tx) }
            if leaving == .anotherCopy { return leaving }
            try ParkedStore.park(
                message, queue: self.queue, sender: Self.noSender, envelope: envelope, reason: reason,
                attempt: attempt, at: now, tx)
            guard let place else { return leaving }
            switch leaving {
            case .advance:
                try InboxStore.advance(
                    self.queue, to: [.init(place: place, id: message.identifier)], hadEarly: known?.hasEarly == true, tx
                )
            case .mark: try InboxStore.keepEarly(self.queue, place, message, isParked: true, at: now, tx)
            case .aside, .anotherCopy: break
            }
            CrashPoint.parkingWritten.reach()
            return leaving
        }
        CrashPoint.parkingCommitted.reach()
        guard leaving != .anotherCopy else { return MessagingMetrics.settled(queue: self.queue, outcome: "duplicate") }
        MessagingMetrics.settled(queue: self.queue, outcome: "parked")
        var logger = self.setup.logger
        logger[metadataKey: MessagingLogKey.queue] = "\(self.queue)"
        logger[metadataKey: MessagingLogKey.reason] = "\(reason)"
        logger[metadataKey: MessagingLogKey.messageID] = "\(message.identifier)"
        logger.error("message parked")
        if let place, origin.rule != .early {
            try await self.drain(
                InboxStore.Subject(stream: place.stream, subject: place.subject), runsInLane: true)
        }
    }

    /// Moves the position past a message that was parked before its turn.
    private func pass(_ subject: InboxStore.Subject, _ sequence: Int64, _ id: MessageID) async throws {
        try await self.setup.database.transaction { tx in
            let place = EventPlace(stream: subject.stream, subject: subject.subject, sequence: sequence)
            try InboxStore.lock(self.queue, [place], tx)
            // Locked, so this is the truth; somebody else may have passed it meanwhile.
            guard try InboxStore.hasEarly(self.queue, place, tx) else { return }
            try InboxStore.advance(self.queue, to: [.init(place: place, id: id)], hadEarly: true, tx)
        }
    }

    private func logger(_ envelope: Envelope, _ attempt: Int, _ consumer: ConsumerName? = nil) -> Logger {
        var logger = self.setup.logger
        if let consumer { logger[metadataKey: MessagingLogKey.consumer] = "\(consumer)" }
        logger[metadataKey: MessagingLogKey.messageID] = "\(envelope.id)"
        logger[metadataKey: MessagingLogKey.messageType] = "\(envelope.type)"
        logger[metadataKey: MessagingLogKey.attempt] = "\(attempt)"
        if let trace = envelope.traceparent.flatMap({ TraceParent($0) }) {
            logger[metadataKey: MessagingLogKey.traceID] = "\(trace.traceID)"
        }
        return logger
    }
}

extension EventProcessor: DeliveryWork {
    func lane(of delivery: Delivery) -> String { delivery.properties.headers[HeaderName.subject]?.string ?? "" }

    func identity(of delivery: Delivery) -> String? {
        let sequence = delivery.properties.headers[HeaderName.sequence]?.integer.map { String($0) } ?? ""
        return delivery.properties.messageID.map { "\($0)|\(sequence)|\(delivery.routingKey)" }
    }

    func key(of delivery: Delivery) -> AttemptStore.Key {
        AttemptStore.Key(sender: Self.noSender, id: StoredMessage(delivery).identifier)
    }

    func attemptQueue(of delivery: Delivery) -> String { self.queue }

    func run(_ works: [Work]) async throws -> ConsumerMachine.End {
        if works.count > 1 { return try await self.together(works) }
        for work in works {
            try await self.handle(
                StoredMessage(work.delivery), origin: .delivery(isCounted: work.isSuspect), attempt: 1)
        }
        return .settled
    }

    func giveUp(_ delivery: Delivery) async throws { try await self.giveUp(delivery, .crashed) }
}
