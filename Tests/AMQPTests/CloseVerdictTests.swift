import Testing

@testable import AMQP

@Suite("Which message closed the channel")
struct CloseVerdictTests {
    private func outcome(_ code: UInt16, _ text: String, wasAlone: Bool = false) -> PublishOutcome {
        CloseVerdict.outcome(exchange: "x", routingKey: "a.b", wasAlone: wasAlone, code: code, text: text)
    }

    @Test(
        "The one that the broker names, and no other",
        arguments: [
            (404, "NOT_FOUND - no exchange 'x' in vhost '/'", true),
            (404, "NOT_FOUND - no exchange 'xy' in vhost '/'", false),
            (403, "ACCESS_REFUSED - access to exchange 'x' in vhost '/' refused for user 'u'", true),
            (403, "ACCESS_REFUSED - access to topic 'a.b' in exchange 'x' in vhost '/' refused for user 'u'", true),
            (403, "ACCESS_REFUSED - access to topic 'a.c' in exchange 'x' in vhost '/' refused for user 'u'", false),
            (406, "PRECONDITION_FAILED - message size 9 is larger than configured max size 8", false),
            (541, "INTERNAL_ERROR - exchange 'x'", false),
        ] as [(UInt16, String, Bool)])
    func named(code: UInt16, text: String, isMeant: Bool) {
        #expect(self.outcome(code, text) == (isMeant ? .returned(code: code, text: text) : .unknown))
    }

    @Test("One that was alone is meant by any refusal, but not by a failure of the broker")
    func alone() {
        let text = "PRECONDITION_FAILED - user_id property set to 'a' but authenticated user was 'b'"
        #expect(self.outcome(406, text, wasAlone: true) == .returned(code: 406, text: text))
        #expect(self.outcome(541, "INTERNAL_ERROR", wasAlone: true) == .unknown)
        #expect(self.outcome(320, "CONNECTION_FORCED", wasAlone: true) == .unknown)
    }
}
