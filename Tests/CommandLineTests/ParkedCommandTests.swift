import ArgumentParser
import Foundation
import Testing

@testable import layak

@Suite("The commands about parked messages")
struct ParkedCommandTests {
    @Test("A replay says which messages it means, or all alone, never nothing and never both")
    func replaySelection() throws {
        for wrong in [[], ["--all", "17"], ["--all", "--type", "x"]] {
            #expect(throws: (any Error).self, "\(wrong)") {
                try ReplayParked.parse(["--service", "review"] + wrong)
            }
        }
        let some = try ReplayParked.parse(
            ["--service", "review", "17", "18", "--case", "c", "--rate", "0.5", "--follow"])
        #expect(some.ids == [17, 18] && some.selection.query == ["subject": "c"])
        #expect(some.rate == 0.5 && some.follow && !some.all)
        #expect(try ReplayParked.parse(["--service", "review", "--all"]).all)
    }

    @Test("A whole body is not asked for without a reason, and nothing is discarded without one")
    func reasons() throws {
        #expect(throws: (any Error).self) { try ShowParked.parse(["--service", "review", "17", "--body"]) }
        #expect(throws: (any Error).self) { try DiscardParked.parse(["--service", "review", "17"]) }
        #expect(try ShowParked.parse(["--service", "review", "17"]).body == false)
        #expect(try DiscardParked.parse(["--service", "review", "17", "--reason", "seen"]).reason == "seen")
    }

    @Test(
        "A service that does not exist is misuse, and the complaint names those that do",
        arguments: [
            ["parked", "list", "--service", "foo"], ["parked", "show", "--service", "foo", "1"],
            ["parked", "replay", "--service", "foo", "--all"], ["reconcile", "show", "foo"],
            ["reconcile", "run", "foo"],
        ])
    func unknownService(arguments: [String]) {
        #expect { try Layak.parseAsRoot(arguments) } throws: {
            Layak.exitCode(for: $0).rawValue == 64
                && Layak.fullMessage(for: $0).contains("there is no service \"foo\": intake, review, notify, rating")
        }
    }

    @Test("What is missing in the environment is named; the password is never in what is said")
    func environment() async throws {
        #expect(throws: MissingSetting.self) { try OperatorAddress(service: "review", environment: [:]) }
        #expect(throws: MissingSetting.self) {
            try OperatorAddress(service: "review", environment: ["LAYAK_PUBLIC_URL": "ftp://x"])
        }
        #expect(throws: OperatorRefused.self) {
            try OperatorAddress(service: "reviews", environment: ["LAYAK_PUBLIC_URL": "https://x"])
        }
        let address = try OperatorAddress(service: "review", environment: ["LAYAK_PUBLIC_URL": "https://x"])
        await #expect(throws: MissingSetting.self) { try await address.signIn() }
        let nobody = try OperatorAddress(
            service: "review",
            environment: [
                "LAYAK_PUBLIC_URL": "http://127.0.0.1:1", "LAYAK_OPERATOR_EMAIL": "a@b.example",
                "LAYAK_OPERATOR_PASSWORD": "sandi-rahasia",
            ])
        let refused = await #expect(throws: OperatorRefused.self) { try await nobody.signIn() }
        #expect(refused?.description.contains("sandi-rahasia") == false)
    }

    @Test("The list shows causes first, with their counts")
    func lines() throws {
        let list = try JSONDecoder().decode(
            ParkedList.self,
            from: Data(
                """
                {"total": 2, "next": 9, "groups": [{"queue": "review.events", "type": "rating.given.v1", "count": 2,
                 "reason": "undecodable", "oldest": "2026-01-01T00:00:00.000Z", "newest": "2026-01-02T00:00:00.000Z"}],
                 "messages": [{"id": 9, "queue": "review.events", "subject": "c", "reason": "undecodable",
                 "attempts": 1, "parkedAt": "2026-01-02T00:00:00.000Z"}]}
                """.utf8))
        #expect(list.lines.first == "2 parked" && list.lines.last == "more: --after 9")
        #expect(list.lines[1].hasPrefix("2  review.events  rating.given.v1  undecodable"))
        #expect(list.lines[3].hasPrefix("9  2026-01-02T00:00:00.000Z  -  c  undecodable"))
    }
}
