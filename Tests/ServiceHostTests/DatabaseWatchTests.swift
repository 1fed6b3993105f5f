import Logging
import Postgres
import TestSupport
import Testing

@testable import ServiceHost

@Suite("The watch over the database", .timeLimit(.minutes(1)))
struct DatabaseWatchTests {
    @Test("A transaction of the service that ended lately is an answer; without one the database is asked apart")
    func look() async throws {
        try await TestDatabase.with(configure: { $0.poolSize = 1 }) { served, conninfo in
            let readiness = Readiness()
            let watch = DatabaseWatch(
                of: served, DatabaseConfiguration(conninfo: conninfo), readiness: readiness,
                logger: Logger(label: "test"))
            try await eventually("a first answer") { await watch.look() }
            let asked = try #require(watch.database.lastAnswered)

            try await eventually("an answer to the service") { await served.ping() }
            let heard = try #require(served.lastAnswered)
            #expect(await watch.look(at: heard + .milliseconds(1499)))
            #expect(watch.database.lastAnswered == asked, "nobody needed to be asked")
            #expect(readiness.isDatabaseThere(at: heard + .milliseconds(3999)))
            #expect(!readiness.isDatabaseThere(at: heard + .seconds(4)), "it counts from the answer, not from the look")

            try await eventually("an answer to a question") { await watch.look(at: heard + .milliseconds(1500)) }
            #expect(try #require(watch.database.lastAnswered) > asked, "asked on a connection apart")
            await watch.database.close()
        }
    }

    @Test("Without a connection apart the service's own transactions count, but an old one hides nothing")
    func gone() async throws {
        try await TestDatabase.with { served, conninfo in
            let readiness = Readiness()
            var away = try Conninfo(conninfo)
            away["dbname"] = "nowhere"
            let watch = DatabaseWatch(
                of: served, DatabaseConfiguration(conninfo: away.text), readiness: readiness,
                logger: Logger(label: "test"))
            try await eventually("an answer to the service") { await served.ping() }
            let heard = try #require(served.lastAnswered)
            #expect(await watch.look(at: heard + .seconds(1)))
            #expect(readiness.isDatabaseThere(at: heard))
            #expect(await !watch.look(at: heard + .seconds(2)))
            #expect(!readiness.isDatabaseThere(at: heard), "the refusal counts at once")
            await watch.database.close()
        }
    }
}
