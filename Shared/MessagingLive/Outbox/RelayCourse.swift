import Foundation
import Logging
import Messaging
import Mutants
import Postgres
import Threading

/// One take-over from its beginning to its end: carries out what a ``RelayMachine`` decides and tells it what came of it.
/// Any failure of the database ends it.
struct RelayCourse: Sendable {
    let setup: MessagingSetup
    let database: Database
    let broker: any MessageBroker
    let bell: Doorbell
    let hold: RelayStore.TakeOver

    private enum Event: Sendable {
        case input(RelayMachine.Input)
        case page(OutboxReader.Page)
        case due([RelayStore.Stuck])
        case rang
        case ticked
        case partitionsKept
        case failed(any Error)
    }

    /// Shutting down, the relay waits this long for the broker's word on what is on its way.
    private static let lastWords: Duration = .seconds(5)
    private static let partitionsEvery: Duration = .seconds(600)

    /// Runs until the task is cancelled and everything on its way is written down.
    ///
    /// - Throws: ``RelayStore/Fenced``; whatever the database says.
    func run() async throws {
        let (events, post) = AsyncStream<Event>.makeStream()
        // Unstructured, because it has to end in order when the task is cancelled.
        let course = Task { try await self.follow(events, post) }
        try await withTaskCancellationHandler {
            try await course.value
        } onCancel: {
            post.yield(.input(.stop))
            // Unstructured, because nobody waits for it.
            Task {
                // Never cancelled.
                try? await Task.sleep(for: Self.lastWords)
                post.yield(.failed(CancellationError()))
            }
        }
    }

    private func follow(_ events: AsyncStream<Event>, _ post: AsyncStream<Event>.Continuation) async throws {
        var desk = Desk(machine: RelayMachine(limits: self.setup.limits.relay), reader: self.hold.reader)
        MessagingMetrics.stuck(self.hold.stuck.count)
        self.carryOut(desk.machine.handle(.tookOver(stuck: self.hold.stuck), now: .now), &desk, post)
        var waiting = Waiting()
        let result: Result<Void, any Error>
        do {
            self.prepare(&waiting, desk.machine, post)
            for await event in events {
                guard try self.take(event, &desk, &waiting, post) else { break }
                self.prepare(&waiting, desk.machine, post)
            }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        post.finish()
        desk.brokerWait?.cancel()
        waiting.timer?.cancel()
        waiting.ring?.cancel()
        // The bell has one waiter at a time.
        await waiting.ring?.value
        try result.get()
    }

    /// What the course has in its hands.
    private struct Desk {
        var machine: RelayMachine
        var reader: OutboxReader
        /// Windows with rows that are not written down, by their number.
        var windows: [Int: OutboxReader.Window] = [:]
        var lastWindow = 0
        /// The last window that had rows, until the cursor has been moved over an empty one.
        var published: OutboxReader.Window?
        var messages: [Int64: OutgoingMessage] = [:]
        var pace = LookPace()
        var brokerWait: Task<Void, Never>?
    }

    /// What wakes the course up when nothing else happens.
    private struct Waiting {
        var timer: Task<Void, Never>?
        var timerAt: ContinuousClock.Instant?
        var ring: Task<Void, Never>?
        var partitionsAt: ContinuousClock.Instant = .now
        var isKeepingPartitions = false
    }

    /// - Returns: `false` when the course has come to its end.
    private func take(
        _ event: Event, _ desk: inout Desk, _ waiting: inout Waiting, _ post: AsyncStream<Event>.Continuation
    ) throws -> Bool {
        let effects: [RelayMachine.Effect]
        switch event {
        case .failed(let error): throw error
        case .input(let input):
            if case .reported(let reports) = input {
                for (id, report) in reports where report != .unknown { desk.messages[id] = nil }
            }
            effects = desk.machine.handle(input, now: .now)
        case .page(let page): effects = self.take(page, &desk)
        case .due(let due):
            for stuck in due { desk.messages[stuck.row.id] = stuck.row.message }
            effects = desk.machine.handle(.stuckRead(due.map(\.state)), now: .now)
        case .rang:
            waiting.ring = nil
            effects = desk.machine.handle(.woken, now: .now)
        case .ticked:
            waiting.timer = nil
            waiting.timerAt = nil
            effects = desk.machine.handle(.tick, now: .now)
        case .partitionsKept:
            waiting.isKeepingPartitions = false
            waiting.partitionsAt = .now + Self.partitionsEvery
            effects = []
        }
        // Emptied it would keep room for the most that it ever held.
        if desk.messages.isEmpty { desk.messages = [:] }
        self.carryOut(effects, &desk, post)
        return !effects.contains(.finished)
    }

    private func take(_ page: OutboxReader.Page, _ desk: inout Desk) -> [RelayMachine.Effect] {
        if !page.rows.isEmpty, desk.windows[desk.lastWindow] != page.window {
            desk.lastWindow += 1
            desk.windows[desk.lastWindow] = page.window
        }
        desk.reader = page.next
        desk.pace.isMoreThere = page.isMore
        if !page.rows.isEmpty {
            CrashPoint.relayRead.reach()
            desk.published = page.window
        }
        for row in page.rows { desk.messages[row.id] = row.message }
        let window = desk.lastWindow
        let rows = page.rows.map { RelayMachine.Row(place: .init(window: window, id: $0.id), lane: $0.lane) }
        let passed = self.passed(page, &desk)
        return desk.machine.handle(.read(rows, isMore: page.isMore), now: .now)
            + (passed.map { desk.machine.handle(.passed($0), now: .now) } ?? [])
    }

    /// The cursor is also moved, once, over an empty window that no writer of the last rows' time is running in any more:
    /// then whoever compares the outbox with its consumers sees that everything below has been published.
    private func passed(_ page: OutboxReader.Page, _ desk: inout Desk) -> RelayMachine.Place? {
        guard page.rows.isEmpty, !page.isMore, desk.machine.isEmpty, let published = desk.published,
            page.window.isBehind(published)
        else { return nil }
        desk.published = nil
        guard !published.isQuiet else { return nil }
        desk.lastWindow += 1
        desk.windows[desk.lastWindow] = page.window
        return .init(window: desk.lastWindow, id: 0)
    }

    /// Sets the alarm, listens to the bell, and looks after the partitions from time to time.
    private func prepare(
        _ waiting: inout Waiting, _ machine: RelayMachine, _ post: AsyncStream<Event>.Continuation
    ) {
        if let next = machine.nextTick, waiting.timerAt.map({ next < $0 }) ?? true {
            waiting.timer?.cancel()
            waiting.timerAt = next
            waiting.timer = Task {
                // Cancelled when an earlier one takes its place.
                do { try await Task.sleep(until: next) } catch { return }
                post.yield(.ticked)
            }
        }
        if machine.wantsNews, waiting.ring == nil {
            let (bell, poll) = (self.bell, self.setup.limits.poll)
            waiting.ring = Task {
                await bell.wait(atMost: poll)
                post.yield(.rang)
            }
        }
        if !waiting.isKeepingPartitions, waiting.partitionsAt <= .now {
            waiting.isKeepingPartitions = true
            self.keepPartitions(post)
        }
    }

    // MARK: - Effects

    private func carryOut(
        _ effects: [RelayMachine.Effect], _ desk: inout Desk, _ post: AsyncStream<Event>.Continuation
    ) {
        for effect in effects {
            switch effect {
            case .read(let limit):
                let reader = desk.reader
                self.ask(post, after: desk.pace.pause(now: .now)) { tx in .page(try reader.page(limit: limit, tx)) }
            case .publish(let ids): self.publish(ids, desk, post)
            case .write(let progress): self.write(progress, &desk, post)
            case .readStuck:
                let clock = self.setup.timerClock
                self.ask(post) { tx in .due(try RelayStore.dueStuck(clock, tx)) }
            case .awaitBroker(let pause): desk.brokerWait = self.awaitBroker(pause, post)
            case .checkGrip: self.ask(post) { _ in .input(.gripHeld) }
            case .finished: break
            }
        }
    }

    /// Asks the database, if it is still ours.
    private func ask(
        _ post: AsyncStream<Event>.Continuation, after pause: Duration = .zero,
        _ question: @escaping @Sendable (Transaction) throws -> Event
    ) {
        let (grip, database) = (self.hold.grip, self.database)
        // Unstructured, as all that the course begins: it hears of the end as an event.
        Task {
            // Never cancelled.
            if pause > .zero { try? await Task.sleep(for: pause) }
            do {
                post.yield(
                    try await database.transaction { tx in
                        try RelayStore.check(grip, tx)
                        return try question(tx)
                    })
            } catch {
                post.yield(.failed(error))
            }
        }
    }

    private func publish(_ ids: [Int64], _ desk: Desk, _ post: AsyncStream<Event>.Continuation) {
        let known = ids.compactMap { id in desk.messages[id].map { (id: id, message: $0) } }
        let broker = self.broker
        Task {
            let reports = await broker.publish(known.map(\.message))
            CrashPoint.relayPublished.reach()
            Self.count(reports)
            post.yield(
                .input(.reported(Dictionary(zip(known.map(\.id), reports), uniquingKeysWith: { first, _ in first }))))
        }
    }

    private func write(
        _ progress: RelayMachine.Progress, _ desk: inout Desk, _ post: AsyncStream<Event>.Continuation
    ) {
        let window = progress.reached.flatMap { desk.windows[$0.window] }
        let last = progress.reached?.id ?? 0
        if let reached = progress.reached {
            desk.windows = desk.windows.filter { $0.key >= reached.window }
        }
        for row in progress.stuck where !desk.machine.mayPublish(row.id) { desk.messages[row.id] = nil }
        let clock = self.setup.timerClock
        let stuck = progress.stuck.map { self.delayed($0) }
        let again = progress.again.map { self.delayed($0) }
        let freed = progress.freed
        if !progress.mayBeLost { MessagingMetrics.stuck(desk.machine.stuckCount) }
        if !stuck.isEmpty {
            self.setup.logger.error(
                "outbox rows are stuck: no queue took them", metadata: [MessagingLogKey.count: "\(stuck.count)"])
        }
        let (grip, database) = (self.hold.grip, self.database)
        Task {
            do {
                CrashPoint.cursorMoving.reach()
                try await database.transaction { tx in
                    try RelayStore.write(
                        grip, window: window, last: last, stuck: stuck, again: again, freed: freed, clock: clock, tx)
                    CrashPoint.cursorMoved.reach()
                }
                CrashPoint.cursorCommitted.reach()
                post.yield(.input(.written))
            } catch {
                post.yield(.failed(error))
            }
        }
    }

    /// When a stuck row is tried again: a row that waits for another as soon as that one is free, a doubtful one soon, a
    /// refused one after a growing pause.
    private func delayed(_ row: RelayMachine.StuckRow) -> RelayStore.Delayed {
        guard row.attempts > 0 else { return RelayStore.Delayed(state: row, wait: .zero) }
        guard row.reason != "unknown" else {
            return RelayStore.Delayed(state: row, wait: .seconds(1))
        }
        // A queue that refuses is full or has no leader for a moment: it is there, and may take the row any time.
        let cap = row.reason == "nacked" ? self.setup.limits.refusedCap : self.setup.limits.stuckCap
        let backoff = Backoff(first: min(.seconds(1), cap), cap: cap)
        let wait = backoff.bound(attempt: row.attempts - 1) * (0.5 + self.setup.random01() / 2)
        return RelayStore.Delayed(state: row, wait: wait)
    }

    private func awaitBroker(_ pause: Duration, _ post: AsyncStream<Event>.Continuation) -> Task<Void, Never> {
        let broker = self.broker
        return Task {
            // What is published to a broker that takes nothing is only in doubt, and published once more.
            var wait = pause
            while true {
                do { try await Task.sleep(for: wait) } catch { return }
                if broker.state == .connected { break }
                wait = .milliseconds(50)
            }
            post.yield(.input(.brokerReady))
        }
    }

    /// A table that is in use may be in the way; then it is tried again next time.
    private func keepPartitions(_ post: AsyncStream<Event>.Continuation) {
        let (database, logger) = (self.database, self.setup.logger)
        Task {
            do {
                let outside = try await database.transaction { tx in try RelayStore.keepPartitions(tx) }
                MessagingMetrics.outsidePartitions(outside)
                if outside > 0 { logger.error("the outbox has rows outside its partitions: none were made in time") }
            } catch {
                logger.warning(
                    "the outbox's partitions were not looked after", metadata: [MessagingLogKey.error: "\(error)"])
            }
            post.yield(.partitionsKept)
        }
    }

    private static func count(_ reports: [PublishReport]) {
        var counts: [String: Int] = [:]
        for report in reports {
            switch report {
            case .confirmed: counts["confirmed", default: 0] += 1
            case .returned: counts["returned", default: 0] += 1
            case .nacked: counts["nacked", default: 0] += 1
            case .unknown: counts["unknown", default: 0] += 1
            }
        }
        for (outcome, count) in counts { MessagingMetrics.published(outcome: outcome, count: count) }
    }
}
