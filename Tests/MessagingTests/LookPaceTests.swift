import Messaging
import Postgres
import TestSupport
import Testing
import Threading

@testable import MessagingLive

@Suite("How soon the relay looks again")
struct LookPaceTests {
    private let start = ContinuousClock.now

    private func at(_ microseconds: Int) -> ContinuousClock.Instant { self.start + .microseconds(microseconds) }

    @Test("Who is alone is read at once, and under load looks are two milliseconds apart, counted from the look itself")
    func gathering() {
        var pace = LookPace()
        #expect(pace.pause(now: self.at(0)) == .zero)
        // Wanted at 0.5 ms, made at 2 ms; wanted again at 2.3 ms, made at 4 ms.
        #expect(pace.pause(now: self.at(500)) == .microseconds(1_500))
        #expect(pace.pause(now: self.at(2_300)) == .microseconds(1_700))
        #expect(pace.pause(now: self.at(6_000)) == .zero)
        #expect(pace.pause(now: self.at(60_000)) == .zero)
    }

    @Test("What is known to be there is not waited for")
    func backlog() {
        var pace = LookPace()
        _ = pace.pause(now: self.at(0))
        pace.isMoreThere = true
        #expect(pace.pause(now: self.at(10)) == .zero)
        #expect(pace.pause(now: self.at(20)) == .zero)
        pace.isMoreThere = false
        #expect(pace.pause(now: self.at(30)) == .microseconds(1_990))
    }

    /// Remembers how many batches of how many messages were published.
    private struct Counting: MessageBroker {
        let inner: any MessageBroker
        let batches = Locked<[Int]>([])

        var state: BrokerState { self.inner.state }
        func run() async throws { try await self.inner.run() }
        func subscribe(queue: String, prefetch: Int) -> any MessageSubscription {
            self.inner.subscribe(queue: queue, prefetch: prefetch)
        }
        func publish(_ batch: [OutgoingMessage]) async -> [PublishReport] {
            self.batches.withLock { $0.append(batch.count) }
            return await self.inner.publish(batch)
        }
    }

    @Test("While rows are written one after the other, no more batches leave than there are two milliseconds")
    func underLoad() async throws {
        try await Stage.with(.memory) { stage in
            let broker = Counting(inner: stage.broker)
            let relay = Relay(
                stage.setup, database: Database(stage.relayConfiguration, logger: stage.setup.logger), broker: broker)
            let begin = ContinuousClock.now
            try await running({ try await relay.run() }) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for writer in 0..<4 {
                        group.addTask {
                            for number in 0..<100 { try await stage.append("\(number)", subject: "s\(writer)") }
                        }
                    }
                    try await group.waitForAll()
                }
                try await eventually("all is published") { broker.batches.withLock { $0.reduce(0, +) } >= 400 }
            }
            let most = Int((ContinuousClock.now - begin) / LookPace.gathering) + 2
            let batches = broker.batches.withLock { $0 }
            #expect(batches.reduce(0, +) == 400 && batches.count <= most, "\(batches.count) of at most \(most)")
        }
    }
}
