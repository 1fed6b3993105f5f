import AMQP
import ArgumentParser
import Contracts
import Foundation
import Messaging
import MessagingLive
import Postgres

/// Makes the tables in both databases, and the exchanges and queues in the broker.
struct Prepare: AsyncParsableCommand {
    static let migrations =
        MessagingSchema.migrations + [
            Migration(
                number: 100, name: "effects of the benchmarks",
                sql: """
                    CREATE TABLE effect (
                      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, subject text NOT NULL, number bigint NOT NULL,
                      text text NOT NULL);
                    CREATE TABLE subject (id bigint PRIMARY KEY, version bigint NOT NULL, changed_at timestamptz NOT NULL);
                    INSERT INTO subject SELECT n, 1, now() FROM generate_series(0, 9999) n;
                    CREATE TABLE step (
                      subject bigint NOT NULL REFERENCES subject, version bigint NOT NULL, text text NOT NULL,
                      PRIMARY KEY (subject, version));
                    """)
        ]

    func run() async throws {
        let means = try Means()
        for conninfo in [means.first, means.second] {
            _ = try await Migrator.apply(Self.migrations, conninfo: conninfo, runtimeRole: nil)
        }
        try await Topology(
            exchanges: BrokerTopology.layak.exchanges.map { .init(name: $0.name, kind: $0.kind) },
            queues: [.init(name: "bench.events"), .init(name: "bench.parking"), .init(name: "bench.answers")],
            bindings: [
                .init(exchange: ExchangeName.events, queue: "bench.events", routingKey: "note.#"),
                .init(exchange: ExchangeName.events, queue: "bench.answers", routingKey: "answer.#"),
            ]
        ).declare(on: means.broker)
    }
}
