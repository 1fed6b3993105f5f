import Foundation
import Logging
public import Messaging
public import Postgres
import Threading

/// Carries the outbox to the broker: in order per subject, with confirms, again after any doubt. One relay acts per
/// database; the others wait for its session to end.
public final class Relay: Sendable {
    private let setup: MessagingSetup
    private let database: Database
    private let broker: any MessageBroker
    private let bell = Doorbell()

    /// A relay that does nothing until it runs.
    ///
    /// - Parameter database: a pool of one connection, which nobody else uses: its session holds the relay's lock.
    public init(_ setup: MessagingSetup, database: Database, broker: any MessageBroker) {
        self.setup = setup
        self.database = database
        self.broker = broker
    }

    /// What this relay knows beyond the cursor. It may be forgotten: then something is published twice.
    private struct Memory {
        var grip: RelayStore.Grip
        /// Rows that were confirmed although an earlier row is in doubt.
        var confirmed: Set<Int64> = []
        var doubts = 0
    }

    /// Runs until the task is cancelled.
    public func run() async throws {
        ProcessBell.outbox.add(self.bell)
        defer { ProcessBell.outbox.remove(self.bell) }
        let backoff = Backoff(first: .milliseconds(50), cap: self.setup.limits.awayCap)
        var failures = 0
        while !Task.isCancelled {
            do {
                if let grip = try await self.database.transaction({ tx in try RelayStore.takeOver(tx) }) {
                    self.setup.logger.info("relay acts", metadata: [MessagingLogKey.epoch: "\(grip.epoch)"])
                    failures = 0
                    try await self.act(grip)
                }
                await self.bell.wait(atMost: self.setup.limits.poll)
            } catch is RelayStore.Fenced {
                self.setup.logger.warning("relay was replaced or lost its session")
            } catch let error as RelayStore.Rewound {
                throw error
            } catch {
                if failures == 0 && !Task.isCancelled {
                    self.setup.logger.warning(
                        "relay waits for the database", metadata: [MessagingLogKey.error: "\(error)"])
                }
                // Ends early when the task is cancelled, which the loop notices.
                try? await Task.sleep(for: backoff.bound(attempt: failures))
                failures += 1
            }
        }
        // Unstructured, because the task is cancelled: the next relay need not wait for this session to end. When
        // it fails, the session's end frees the lock as well, only later.
        await Task { try? await self.database.transaction { tx in try RelayStore.letGo(tx) } }.value
    }

    private func act(_ grip: RelayStore.Grip) async throws {
        var memory = Memory(grip: grip)
        while !Task.isCancelled {
            // What is published to a broker that takes nothing is only in doubt, and published once more.
            guard self.broker.state == .connected else {
                await self.bell.wait(atMost: .milliseconds(100))
                continue
            }
            let now = self.setup.now()
            let limit = self.setup.limits.relayBatch
            // While rows are in doubt the window is read from the cursor again; what was confirmed is skipped.
            let page = try await self.database.transaction { tx in
                try RelayStore.page(grip, limit: limit, now: now, tx)
            }
            try await self.tryStuck(page.due, grip)
            guard !page.rows.isEmpty else {
                if page.due.isEmpty {
                    await self.bell.wait(atMost: page.isMoreComing ? .milliseconds(20) : self.setup.limits.poll)
                }
                continue
            }
            try await self.publish(page, &memory)
            if memory.doubts > 0 {
                // Nobody can be asked at the moment; the pause ends early when the task is cancelled.
                let pause = Backoff(first: .milliseconds(20), cap: .seconds(1))
                try? await Task.sleep(for: pause.bound(attempt: memory.doubts - 1))
            }
        }
    }

    private enum Fate {
        case confirmed
        case stuck(String)
        case behind
        case doubtful
    }

    /// Publishes in rounds: a round holds at most one row of each lane, and a lane goes on only when its last row was
    /// confirmed. So whatever happens to a row, no later row of its subject overtakes it.
    private func publish(_ page: RelayStore.Page, _ memory: inout Memory) async throws {
        var fates: [Int64: Fate] = [:]
        var lanes: [String: [OutboxRow]] = [:]
        for row in page.rows {
            if page.held.contains(row.lane) {
                fates[row.id] = .behind
            } else if memory.confirmed.contains(row.id) {
                fates[row.id] = .confirmed
            } else {
                lanes[row.lane, default: []].append(row)
            }
        }
        while !lanes.isEmpty && !Task.isCancelled {
            let round = lanes.values.map { $0[0] }.sorted { $0.id < $1.id }
            let reports = await self.broker.publish(round.map(\.message))
            self.count(reports)
            for (row, report) in zip(round, reports) {
                let rest = lanes.removeValue(forKey: row.lane)?.dropFirst() ?? []
                switch report {
                case .confirmed:
                    fates[row.id] = .confirmed
                    if !rest.isEmpty { lanes[row.lane] = Array(rest) }
                case .returned, .nacked:
                    fates[row.id] = .stuck(Self.reason(report))
                    for later in rest { fates[later.id] = .behind }
                case .unknown:
                    fates[row.id] = .doubtful
                }
            }
        }
        try await self.writeDown(page, fates, &memory)
    }

    private func writeDown(_ page: RelayStore.Page, _ fates: [Int64: Fate], _ memory: inout Memory) async throws {
        let now = self.setup.now()
        var last: Int64?
        var stuck: [RelayStore.NewStuck] = []
        var confirmed: Set<Int64> = []
        var isContiguous = true
        for row in page.rows {
            switch fates[row.id] {
            case .confirmed:
                if isContiguous { last = row.id } else { confirmed.insert(row.id) }
            case .stuck(let reason):
                stuck.append(self.stuck(row, reason, attempts: 1, now))
                if isContiguous { last = row.id }
            case .behind:
                stuck.append(
                    RelayStore.NewStuck(id: row.id, lane: row.lane, reason: "behind", attempts: 0, nextTry: now))
                if isContiguous { last = row.id }
            case .doubtful, nil:
                isContiguous = false
            }
        }
        // A row behind a doubtful one would be met again; it is written down as stuck all the same, once.
        memory.confirmed = confirmed.union(stuck.filter { $0.id > last ?? 0 }.map(\.id))
        memory.doubts = isContiguous ? 0 : memory.doubts + 1
        guard last != nil || !stuck.isEmpty else { return }
        if !stuck.isEmpty {
            self.setup.logger.error(
                "outbox rows are stuck: no queue took them", metadata: [MessagingLogKey.count: "\(stuck.count)"])
        }
        let (grip, database, rows) = (memory.grip, self.database, stuck)
        let target = last
        // Unstructured, to shield the progress from cancellation: what is not written down is published twice.
        try await Task {
            try await database.transaction { tx in
                try RelayStore.advance(grip, to: target, stuck: rows, now: now, tx)
            }
        }.value
    }

    private func tryStuck(_ due: [RelayStore.Stuck], _ grip: RelayStore.Grip) async throws {
        guard !due.isEmpty else { return }
        let reports = await self.broker.publish(due.map(\.row.message))
        self.count(reports)
        let now = self.setup.now()
        var done: [Int64] = []
        var failed: [RelayStore.NewStuck] = []
        for (stuck, report) in zip(due, reports) {
            switch report {
            case .confirmed: done.append(stuck.row.id)
            case .returned, .nacked:
                failed.append(self.stuck(stuck.row, Self.reason(report), attempts: stuck.attempts + 1, now))
            case .unknown:
                let soon = now.addingTimeInterval(1)
                failed.append(
                    RelayStore.NewStuck(
                        id: stuck.row.id, lane: stuck.row.lane, reason: "unknown", attempts: stuck.attempts,
                        nextTry: soon))
            }
        }
        let (settled, again) = (done, failed)
        try await self.database.transaction { tx in
            try RelayStore.settleStuck(grip, done: settled, failed: again, tx)
        }
    }

    private func stuck(_ row: OutboxRow, _ reason: String, attempts: Int, _ now: Date) -> RelayStore.NewStuck {
        let backoff = Backoff(first: .seconds(1), cap: self.setup.limits.stuckCap)
        let wait = backoff.bound(attempt: attempts - 1) * (0.5 + self.setup.random01() / 2)
        return RelayStore.NewStuck(
            id: row.id, lane: row.lane, reason: reason, attempts: attempts,
            nextTry: now.addingTimeInterval(wait / .seconds(1)))
    }

    private static func reason(_ report: PublishReport) -> String {
        if case .returned(let code, _) = report { return "returned-\(code)" }
        return "nacked"
    }

    private func count(_ reports: [PublishReport]) {
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
