import ArgumentParser
import Contracts
import Foundation
import Messaging
import MessagingLive
import Postgres

/// Two services and a broker between them: committed in the first database, relayed, handled in the second. Without a
/// rate as fast as it goes, and never more than `--window` messages under way; with one at that rate, whatever happens.
struct Flow: AsyncParsableCommand {
    /// How long to write; without it, until `--messages` are written.
    @Option var seconds: Double?
    @Option var messages: Int?
    /// Messages a second.
    @Option var rate: Double?
    @Option var window = 1000
    /// Numbers its subjects belong to, so that runs in the same databases do not meet.
    @Option var run: String
    /// At how many messages to look at the memory.
    @Option var looks: [Int] = []
    /// At how many messages, each also one of `--looks`, to write no more until everything has been handled and unused
    /// memory has been given back, and to look then.
    @Option var rests: [Int] = []

    func run() async throws {
        let means = try Means()
        let (first, second) = (means.database(means.first), means.database(means.second))
        let own = means.relayDatabase(means.first)
        let (publishing, consuming) = (means.amqp(), means.amqp())
        let handled = Tally()
        let pause = Pause()
        // Also at the highest rate that two cores give, nobody comes near this many messages in a timed block.
        let most = self.messages ?? Int((self.seconds ?? 0) * 20_000)
        let isTimed = self.rate != nil
        let (written, arrived) = (Moments(isTimed ? most : 0), Moments(isTimed ? most : 0))
        let effect = Effect(answers: false, identifiers: .system) { number in
            arrived.note(number)
            handled.add()
        }
        let relay = Relay(means.setup(first), database: own, broker: publishing)
        let consumer = EventConsumer(
            means.setup(second), broker: consuming, handlers: [AnyEventHandler(WriteDown(effect: effect))])
        let started = Tally()
        let flow = self
        let took = try await running({ try await publishing.run() }) {
            try await publishing.waitUntilConnected(timeout: .seconds(20))
            return try await running({ try await relay.run() }) {
                try await running({ try await consumer.run() }) {
                    Report.begin()
                    let start = ContinuousClock.now
                    // As `MessagingRuntime` does beside these parts.
                    async let _ = HeapKeeper().run()
                    let memories = Task { await flow.look(started, handled, pause) }
                    try await flow.write(first, started, handled, written, most, start, pause)
                    let atEnd = handled.value
                    let took = ContinuousClock.now - start
                    Report.end()
                    try await until("every message handled", within: .seconds(120)) {
                        handled.value >= started.value
                    }
                    let memory = await memories.value
                    return (took, atEnd, memory)
                }
            }
        }
        let statistics = try await (
            first.read { tx in try MessagingStatistics.read(in: tx) },
            second.read { tx in try MessagingStatistics.read(in: tx) }
        )
        let latencies = zip(written.all, arrived.all).compactMap { pair in
            pair.0.flatMap { from in pair.1.map { ($0 - from).seconds } }
        }.sorted()
        Report.figures([
            "written": started.value, "handled": handled.value, "handled_in_time": took.1, "seconds": took.0.seconds,
            "p50": Self.quantile(latencies, 0.5), "p99": Self.quantile(latencies, 0.99), "samples": latencies.count,
            "effects": try await self.effects(second), "outbox": try await self.published(first),
            "depth": statistics.0.outboxDepth, "stuck": statistics.0.stuck, "parked": statistics.1.parked,
            "retries": statistics.1.retries, "early": statistics.1.early, "memory": took.2.underWay,
            "memory_at_rest": took.2.atRest,
        ])
        await own.close()
        await first.close()
        await second.close()
    }

    private func write(
        _ database: Database, _ started: Tally, _ handled: Tally, _ written: Moments, _ most: Int,
        _ start: ContinuousClock.Instant, _ pause: Pause
    ) async throws {
        let end = self.seconds.map { start + .seconds($0) }
        let (rate, window, run) = (self.rate, self.window, self.run)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    while end.map({ ContinuousClock.now < $0 }) ?? true {
                        if pause.isOn || (rate == nil && started.value - handled.value > window) {
                            try await Task.sleep(for: .milliseconds(1))
                            continue
                        }
                        let number = started.add()
                        guard number < most else {
                            started.add(-1)
                            return
                        }
                        if let rate {
                            try await Task.sleep(until: start + .seconds(Double(number) / rate), clock: .continuous)
                        }
                        try await database.transaction { tx in
                            try Outbox.append(
                                Noted(subject: "\(run)-\(number / 4)", number: number), at: Date(), by: "bench",
                                ids: .system, in: tx)
                            tx.afterCommit { written.note(number) }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// The memory of this process, in bytes, at each of `looks`, and at rest at each of `rests`.
    private func look(_ started: Tally, _ handled: Tally, _ pause: Pause) async -> (underWay: [Int], atRest: [Int]) {
        var found: (underWay: [Int], atRest: [Int]) = ([], [])
        for count in self.looks {
            await Self.wait { handled.value >= count }
            found.underWay.append(await Self.middleOfASecond())
            guard self.rests.contains(count) else { continue }
            pause.begin()
            await Self.wait { handled.value >= started.value }
            // A cancelled task looks at once, which changes no figure that counts.
            try? await Task.sleep(for: HeapKeeper.interval + .seconds(2))
            found.atRest.append(await Self.middleOfASecond())
            pause.end()
        }
        return found
    }

    private static func wait(until isReached: () -> Bool) async {
        while !isReached() && !Task.isCancelled {
            // Ends early when the task is cancelled, which the loop notices.
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    /// What is just under way comes and goes, so one look would be chance.
    private static func middleOfASecond() async -> Int {
        var seen: [Int] = []
        for _ in 0..<21 {
            seen.append(ownMemory())
            // A cancelled task looks faster, which changes no figure that counts.
            try? await Task.sleep(for: .milliseconds(50))
        }
        return seen.sorted()[seen.count / 2]
    }

    private func effects(_ database: Database) async throws -> Int {
        let pattern = "\(self.run)-%"
        return try await database.read { tx in
            try tx.one("SELECT count(DISTINCT number) FROM effect WHERE subject LIKE \(pattern)") { try $0.get(0) }
        }
    }

    private func published(_ database: Database) async throws -> Int {
        let pattern = "\(self.run)-%"
        return try await database.read { tx in
            try tx.one("SELECT count(*) FROM outbox WHERE subject LIKE \(pattern)") { try $0.get(0) }
        }
    }

    static func quantile(_ sorted: [Double], _ share: Double) -> Double {
        sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }
}
