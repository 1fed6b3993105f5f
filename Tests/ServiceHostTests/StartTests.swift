import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import Synchronization
import TestSupport
import Testing
import Web

@testable import ServiceHost

@Suite("Starting", .timeLimit(.minutes(2)))
struct StartTests {
    static let migrations = [
        Migration(number: 1, name: "first", sql: "CREATE TABLE first (id integer); GRANT SELECT ON first TO {runtime}")
    ]

    static func run(_ runner: ServiceRunner, _ arguments: [String], _ change: [String: String?]) async -> (
        Int32, String
    ) {
        let said = Mutex("")
        let code = await runner.run(arguments, reader: reader(change)) { line in said.withLock { $0 += line + "\n" } }
        return (code, said.withLock { $0 })
    }

    static func runner(_ migrations: [Migration] = StartTests.migrations) -> ServiceRunner {
        var runner = ServiceRunner(
            name: .intake, summary: "test", migrations: migrations,
            commands: [
                ServiceCommand("fail", summary: "throws") { _, _, _ in throw Problem.notFound("Akun") },
                ServiceCommand("count", arguments: "<n>", summary: "asks the database") { arguments, _, dependencies in
                    guard let number = arguments.first.flatMap({ Int($0) }) else {
                        throw UsageError("count takes a number")
                    }
                    let same = try await dependencies.database.read { tx in
                        try tx.one("SELECT \(number)") { try $0.get(0, as: Int.self) }
                    }
                    guard same == number else { throw UsageError("not the same") }
                },
            ]
        ) { _, dependencies in ServiceDefinition(router: GuardedRouter(site: dependencies.site)) }
        runner.databasePatience = .seconds(1)
        return runner
    }

    @Test("A database that does not answer is code 69 with a sentence")
    func noDatabase() async {
        let (code, text) = await Self.run(Self.runner(), ["serve"], [:])
        #expect(code == 69 && text.contains("LAYAK_DATABASE") && !text.contains("rahasia"))
    }

    @Test(
        "A schema that lacks a migration is code 78 and says which; migrate applies it once; then the topology is looked at"
    )
    func schema() async throws {
        try await TestDatabase.withConninfo { conninfo in
            try await TestVirtualHost.with { broker in
                let host = try #require(broker.endpoints.first)
                let url = "amqp://\(broker.user):\(broker.password)@\(host.host):\(host.port)/\(broker.virtualHost)"
                let change: [String: String?] = [
                    "LAYAK_DATABASE": conninfo, "LAYAK_DATABASE_OWNER": conninfo, "LAYAK_AMQP": url,
                ]
                var (code, text) = await Self.run(Self.runner(), ["serve"], change)
                #expect(code == 78 && text.contains("1 first") && text.contains("Intake migrate"))
                (code, text) = await Self.run(Self.runner(), ["migrate"], change)
                #expect(code == 0, "\(text)")
                (code, text) = await Self.run(Self.runner(), ["migrate"], change)
                #expect(code == 0, "\(text)")
                (code, text) = await Self.run(Self.runner(), ["serve"], change)
                #expect(code == 78 && text.contains("intake.events") && text.contains("missing"), "\(text)")
                let changed = [Migration(number: 1, name: "first", sql: "CREATE TABLE other (id integer)")]
                (code, text) = await Self.run(Self.runner(changed), ["serve"], change)
                #expect(code == 78 && text.contains("schema"), "\(text)")
            }
        }
    }

    @Test("A subcommand gets its arguments and the database; its failure is code 1, wrong arguments are 64")
    func commands() async throws {
        try await TestDatabase.withConninfo { conninfo in
            let change: [String: String?] = ["LAYAK_DATABASE": conninfo]
            #expect(await Self.run(Self.runner(), ["count", "42"], change).0 == 0)
            #expect(await Self.run(Self.runner(), ["count", "banyak"], change).0 == 64)
            let (code, text) = await Self.run(Self.runner(), ["fail"], change)
            #expect(code == 1 && text.contains("Akun tidak ditemukan"))
        }
    }

    @Test("A broker that cannot be reached does not keep the service from starting")
    func noBroker() async throws {
        let topology = TopologyWatch(
            needed: TopologyWatch.needed(by: .intake),
            configuration: try AMQPConfiguration.parse(url: "amqp://a:b@127.0.0.1:1/layak"),
            logger: .init(label: "test"))
        #expect(await topology.check() == nil)
        #expect(topology.differences.isEmpty)
        #expect(TopologyWatch.needed(by: .intake).queues.map(\.name).contains("intake.events"))
    }
}
