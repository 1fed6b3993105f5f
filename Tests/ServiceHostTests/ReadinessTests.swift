import Contracts
import Testing

@testable import ServiceHost

@Suite("Readiness")
struct ReadinessTests {
    @Test("Ready needs an answer of the database that is younger than four seconds, and no drain")
    func rule() {
        let readiness = Readiness()
        let start = ContinuousClock.now
        #expect(!readiness.isReady(at: start))
        readiness.database(answered: true, at: start)
        #expect(readiness.isReady(at: start) && readiness.isReady(at: start + .milliseconds(3999)))
        #expect(!readiness.isReady(at: start + .seconds(4)), "a question that hangs counts as no answer")
        readiness.database(answered: false, at: start + .seconds(1))
        #expect(!readiness.isReady(at: start + .seconds(1)))
        readiness.database(answered: true, at: start + .seconds(2))
        #expect(readiness.isReady(at: start + .seconds(2)))
        readiness.drain()
        #expect(!readiness.isReady(at: start + .seconds(2)) && readiness.isDatabaseThere(at: start + .seconds(2)))
    }

    @Test("The report says how the service stands")
    func report() {
        func status(_ database: Bool, _ draining: Bool, _ broker: Bool, _ topology: [String] = []) -> String {
            HealthReport(
                service: .intake, isDatabaseThere: database, isDraining: draining,
                messaging: MessagingHealth(isConnected: broker, broker: broker ? "connected" : "connecting"),
                topology: topology
            ).status
        }
        #expect(status(true, false, true) == "ok")
        #expect(status(true, false, false) == "degraded")
        #expect(status(true, false, true, ["queue x: missing"]) == "degraded")
        #expect(status(false, false, true) == "unavailable")
        #expect(status(false, true, false) == "draining")
    }
}
