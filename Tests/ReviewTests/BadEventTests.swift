import Contracts
import Foundation
import Messaging
import Postgres
import ReviewDomain
import Testing

@testable import Review

@Suite("Bad events", .serialized)
struct BadEventTests {
    /// What is done to a good submission before it is published.
    struct Damage: Sendable, CustomTestStringConvertible {
        let what: String
        let damage: @Sendable (inout OutgoingMessage) -> Void
        var testDescription: String { self.what }
    }

    static func replacing(_ what: String, _ text: String, _ with: String) -> Damage {
        Damage(what: what) { message in
            let body = String(decoding: message.body, as: UTF8.self)
            message.body = Array(body.replacing(text, with: with).utf8)
        }
    }

    static let damages: [Damage] = [
        Damage(what: "broken JSON") { $0.body = Array("{\"caseId\":".utf8) },
        Damage(what: "broken UTF-8") { $0.body = [0x22, 0xC3, 0x28, 0x22] },
        Self.replacing("a case that is no UUID", "\"caseId\":\"", "\"caseId\":\"x"),
        Self.replacing("a unit of five digits", "\"unit\":\"0000\"", "\"unit\":\"00000\""),
        Self.replacing("a moment that does not exist", "\"submittedAt\":\"2026-08-13", "\"submittedAt\":\"2026-02-30"),
        Self.replacing("a round that is a word", "\"round\":1", "\"round\":\"satu\""),
        Self.replacing("a title with a NUL", "Survei Contoh 2026", "Survei\\u0000Contoh"),
        Self.replacing("an answer with a NUL", "Latar belakang", "Latar\\u0000belakang"),
        Damage(what: "a body above 256 KiB") { $0.body += Array(repeating: 32, count: 300_000) },
        Damage(what: "no message id") { $0.properties.messageID = nil },
        Damage(what: "a sequence that is none") { $0.properties.headers["sequence"] = .string("nol") },
    ]

    @Test("A bad event is parked, its neighbours are handled, and no half row is left", arguments: Self.damages)
    func parked(bad: Damage) async throws {
        try await ReviewStand.with { stand in
            try await TestExchange.with(stand) { exchange in
                let broken = try await stand.submission()
                var message = try exchange.message(broken, 1)
                bad.damage(&message)
                let neighbour = try await stand.submission()
                try await exchange.send([message, exchange.message(neighbour, 1), message])
                try await exchange.until("the neighbour is open") {
                    try await stand.state(neighbour.caseId) == .submitted
                }
                try await exchange.until("the bad event is parked") {
                    try await stand.count("SELECT count(*) FROM parked_message") >= 1
                }
                #expect(try await stand.count("SELECT count(*) FROM review_case") == 1)
                #expect(try await stand.count("SELECT count(*) FROM case_round") == 1)
                #expect(try await stand.count("SELECT count(*) FROM case_step") == 1)
            }
        }
    }

    @Test("An event of a version that is not known here is passed over, and what follows is handled")
    func unknownVersion() async throws {
        try await ReviewStand.with { stand in
            try await TestExchange.with(stand) { exchange in
                let submitted = try await stand.submission()
                var future = try exchange.message(submitted, 1)
                future.properties.type = "submission.dreamt.v9"
                future.routingKey = "submission.dreamt.v9"
                try await exchange.send([future, exchange.message(submitted, 2)])
                try await exchange.until("the case is open") { try await stand.state(submitted.caseId) == .submitted }
            }
        }
    }

    @Test("A submission of a unit whose standard has not arrived is opened, and waits for it with the clock")
    func standardMissing() async throws {
        try await ReviewStand.with { stand in
            let id = try await stand.open { $0.standard = "0000@77" }
            try await stand.perform(TakeAction.self, by: .officer, { TakeCase(caseId: id, version: $0) }, on: id)
            await #expect {
                try await stand.perform(
                    DeclareCompleteAction.self, by: .officer, { DeclareCaseComplete(caseId: id, version: $0) }, on: id)
            } throws: {
                ($0 as? Problem)?.status == 503
            }
            #expect(try await stand.state(id) == .submitted)
        }
    }
}
