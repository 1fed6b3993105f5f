import Messaging
import Testing

@Suite("Retry policy")
struct RetryPolicyTests {
    @Test("Waits double up to the cap, and the last attempt parks")
    func doubling() {
        let policy = RetryPolicy.exponential(attempts: 6, from: .seconds(2), to: .seconds(10))
        let waits = (1...6).map { policy.delay(afterAttempt: $0, random01: 1) }
        #expect(waits == [.seconds(2), .seconds(4), .seconds(8), .seconds(10), .seconds(10), nil])
    }

    @Test("A wait is never shorter than half of its span")
    func spread() {
        let policy = RetryPolicy.exponential(attempts: 3, from: .seconds(2), to: .minutes(1))
        #expect(policy.delay(afterAttempt: 1, random01: 0) == .seconds(1))
        #expect(policy.delay(afterAttempt: 2, random01: 0) == .seconds(2))
        #expect(RetryPolicy.never.delay(afterAttempt: 1, random01: 0) == nil)
    }

    @Test(
        "A topic pattern matches as AMQP says",
        arguments: [
            ("case.#", "case.opened.v1", true), ("case.#", "case", true), ("case.#", "cases.opened", false),
            ("#", "", true), ("*.opened.*", "case.opened.v1", true), ("*.opened", "case.opened.v1", false),
            ("#.v1", "case.opened.v1", true), ("#.v1.#", "case.v1.v2", true), ("unit.6104.#", "unit.6100.x", false),
        ])
    func topic(pattern: String, key: String, matches: Bool) {
        #expect(TopicPattern(pattern).matches(key) == matches)
    }
}
