import Logging
import Messaging
import Mutants
import Postgres
import Threading

/// One delivery on its way through a batch.
struct Work: Sendable {
    var delivery: Delivery
    /// Whether it was handed out before, so that something may have been counted about it.
    var isSuspect: Bool
}

/// What a queue's deliveries mean.
protocol DeliveryWork: Sendable {
    /// What has the same lane is handled one after the other.
    func lane(of delivery: Delivery) -> String
    /// The same for every copy of one message; `nil` when that cannot be told.
    func identity(of delivery: Delivery) -> String?
    /// Under what its attempts are counted.
    func key(of delivery: Delivery) -> AttemptStore.Key
    /// The queue under which its attempts are counted.
    func attemptQueue(of delivery: Delivery) -> String
    /// Brings the works to their end in one transaction; a single one whatever happens.
    ///
    /// - Throws: the database's absence.
    func run(_ works: [Work]) async throws -> ConsumerMachine.End
    /// Parks what is not begun any more.
    func giveUp(_ delivery: Delivery) async throws
}

/// Drives a ``ConsumerMachine`` with the deliveries of one queue. A delivery is acknowledged when what became of it is
/// committed; while the database is away it is held, so nothing is dropped.
struct LaneConsumer: Sendable {
    let queue: String
    let subscription: any MessageSubscription
    let limits: ConsumerMachine.Limits
    let setup: MessagingSetup
    let work: any DeliveryWork
    /// Whether everything in this queue was handed out before, in another.
    var isForSuspects = false

    private enum Happening: Sendable {
        case delivered(Delivery)
        case input(ConsumerMachine.Input)
        case held(batch: Int, begun: Bool, any Error)
        case stop
    }

    /// Runs until the task is cancelled; then takes no more deliveries, lets running handlers finish, and ends.
    func run() async throws {
        let (happenings, feed) = AsyncStream<Happening>.makeStream()
        // All unstructured: the subscription must outlive the handlers that are finishing, which acknowledge on it, and a
        // handler that has begun is let finish.
        let session = Task {
            defer { feed.yield(.stop) }
            try await self.subscription.run()
        }
        let arrivals = Task {
            for await delivery in self.subscription.deliveries { feed.yield(.delivered(delivery)) }
        }
        let loop = Task { await self.loop(happenings, feed) }
        await withTaskCancellationHandler {
            await loop.value
        } onCancel: {
            feed.yield(.stop)
        }
        arrivals.cancel()
        session.cancel()
        feed.finish()
        do { try await session.value } catch is CancellationError {}
    }

    private func loop(_ happenings: AsyncStream<Happening>, _ feed: AsyncStream<Happening>.Continuation) async {
        var machine = ConsumerMachine(self.limits)
        var deliveries: [Int: Work] = [:]
        var (last, isHolding, isStopping) = (0, false, false)
        for await happening in happenings {
            let input: ConsumerMachine.Input
            switch happening {
            case .delivered(let delivery):
                guard !isStopping else { continue }
                last += 1
                let isSuspect = self.isForSuspects || delivery.redelivered
                deliveries[last] = Work(delivery: delivery, isSuspect: isSuspect)
                input = .delivered(
                    .init(
                        tag: last, lane: self.work.lane(of: delivery), identity: self.work.identity(of: delivery),
                        isSuspect: isSuspect))
            case .held(let batch, let begun, let error):
                if !isHolding {
                    self.setup.logger.warning(
                        "deliveries are held until the database can be reached",
                        metadata: [MessagingLogKey.queue: "\(self.queue)", MessagingLogKey.error: "\(error)"])
                }
                isHolding = true
                input = .ended(batch: batch, .away(begun: begun))
            case .input(let other):
                if case .ended(_, .settled) = other { isHolding = false }
                input = other
            case .stop:
                isStopping = true
                input = .stop
            }
            for effect in machine.handle(input, now: .now) {
                switch effect {
                case .ack(let tag):
                    if let settled = deliveries.removeValue(forKey: tag) {
                        await self.subscription.ack(settled.delivery)
                        CrashPoint.acknowledged.reach()
                    }
                case .ackUpTo(let tag):
                    if let settled = deliveries[tag] { await self.subscription.ack(upTo: settled.delivery) }
                    CrashPoint.acknowledged.reach()
                    // By their numbers: a filter would copy all that stay.
                    for settled in deliveries.keys.filter({ $0 <= tag }) { deliveries[settled] = nil }
                default: self.start(effect, deliveries, feed)
                }
            }
            // Emptied it would keep room for the most that it ever held.
            if deliveries.isEmpty { deliveries = [:] }
            if isStopping && machine.isAtRest { return }
        }
    }

    /// Starts what takes time, and feeds back how it ended.
    private func start(
        _ effect: ConsumerMachine.Effect, _ deliveries: [Int: Work], _ feed: AsyncStream<Happening>.Continuation
    ) {
        switch effect {
        case .look(let batch, let tags):
            let works = tags.compactMap { tag in deliveries[tag].map { (tag, $0.delivery) } }
            Task { feed.yield(.input(await self.look(batch, works))) }
        case .run(let batch):
            let works = batch.tags.compactMap { deliveries[$0] }
            let counted = batch.counted.compactMap { deliveries[$0]?.delivery }
            Task {
                await self.setup.solitude.run(alone: batch.isAlone) {
                    feed.yield(await self.run(batch.id, works, counted))
                }
            }
        case .park(let batch, let tag):
            guard let work = deliveries[tag] else { return }
            Task {
                do {
                    try await self.work.giveUp(work.delivery)
                    feed.yield(.input(.ended(batch: batch, .settled)))
                } catch {
                    feed.yield(.held(batch: batch, begun: true, error))
                }
            }
        case .wake(let time):
            Task {
                // Ends early only with the process.
                try? await Task.sleep(until: time, clock: .continuous)
                feed.yield(.input(.tick))
            }
        case .ack, .ackUpTo: break
        }
    }

    private func look(_ batch: Int, _ works: [(Int, Delivery)]) async -> ConsumerMachine.Input {
        do {
            var begun: [Int: Int] = [:]
            for (queue, ours) in Dictionary(grouping: works, by: { self.work.attemptQueue(of: $0.1) }) {
                let keys = ours.map { self.work.key(of: $0.1) }
                let found = try await self.setup.database.read { tx in try AttemptStore.begun(queue, keys, tx) }
                for (work, key) in zip(ours, keys) { begun[work.0] = found[key] }
            }
            return .looked(batch: batch, begun: begun)
        } catch {
            return .notLooked(batch: batch)
        }
    }

    private func run(_ batch: Int, _ works: [Work], _ counted: [Delivery]) async -> Happening {
        let now = self.setup.now()
        do {
            for (queue, ours) in Dictionary(grouping: counted, by: { self.work.attemptQueue(of: $0) }) {
                let keys = ours.map { self.work.key(of: $0) }
                try await AttemptStore.count(queue, keys, at: now, in: self.setup.database)
            }
        } catch {
            return .held(batch: batch, begun: false, error)
        }
        CrashPoint.delivered.reach()
        do {
            let end = try await self.work.run(works)
            CrashPoint.unacknowledged.reach()
            return .input(.ended(batch: batch, end))
        } catch {
            return .held(batch: batch, begun: true, error)
        }
    }
}
