import Contracts
import Foundation
import Hummingbird
import ReviewDomain
import Testing
import Web

@testable import Review

@Suite("Bad input over HTTP and AMQP", .serialized)
struct BadInputTests {
    /// A bad command: its type, its body, and the code that both ways answer with.
    struct Case: Sendable, CustomTestStringConvertible {
        let what: String
        let name: String
        let body: @Sendable (CaseID, Int) -> [UInt8]
        let code: String
        let field: String?
        var testDescription: String { self.what }
    }

    static func json(_ rest: String) -> @Sendable (CaseID, Int) -> [UInt8] {
        { id, version in Array(#"{"caseId":"\#(id)","version":\#(version)\#(rest.isEmpty ? "" : ",")\#(rest)}"#.utf8) }
    }

    static let cases: [Case] = [
        Case(what: "broken JSON", name: "take", body: { _, _ in Array("{".utf8) }, code: "tidak-terbaca", field: nil),
        Case(
            what: "broken UTF-8", name: "take", body: { _, _ in [0x7B, 0x22, 0xFF, 0x22, 0x7D] },
            code: "tidak-terbaca", field: nil),
        Case(
            what: "a missing version", name: "take", body: { id, _ in Array(#"{"caseId":"\#(id)"}"#.utf8) },
            code: "isian-tidak-sah", field: "version"),
        Case(
            what: "a version that is a word", name: "take",
            body: { id, _ in Array(#"{"caseId":"\#(id)","version":"satu"}"#.utf8) }, code: "isian-tidak-sah",
            field: "version"),
        Case(
            what: "an unknown verdict", name: "examine",
            body: Self.json(#""findings":[{"item":"judul","verdict":"maybe"}]"#), code: "isian-tidak-sah",
            field: "findings/0/verdict"),
        Case(
            what: "an unknown item", name: "return", body: Self.json(#""remarks":[{"item":"99.9","text":"x"}]"#),
            code: "isian-tidak-sah", field: "remarks/0/item"),
        Case(
            what: "an item twice", name: "return",
            body: Self.json(#""remarks":[{"item":"3.1","text":"x"},{"item":"3.1","text":"y"}]"#),
            code: "isian-tidak-sah", field: "remarks/1/item"),
        Case(
            what: "no remark at all", name: "return", body: Self.json(#""remarks":[]"#), code: "isian-tidak-sah",
            field: "remarks"),
        Case(
            what: "a remark of blanks", name: "return",
            body: Self.json(#""remarks":[{"item":"3.1","text":" \n"}]"#), code: "isian-tidak-sah",
            field: "remarks/0/text"),
        Case(
            what: "a remark with a NUL", name: "return",
            body: Self.json(##""remarks":[{"item":"3.1","text":"a\u0000b"}]"##), code: "isian-tidak-sah",
            field: "remarks/0/text"),
        Case(
            what: "a step out of turn", name: "open-evaluation", body: Self.json(""), code: "langkah-tidak-berlaku",
            field: nil),
        Case(
            what: "a stale version", name: "declare-complete",
            body: { id, version in Array(#"{"caseId":"\#(id)","version":\#(version - 1)}"#.utf8) },
            code: "versi-usang", field: nil),
        Case(
            what: "a version of the future", name: "declare-complete",
            body: { id, _ in Array(#"{"caseId":"\#(id)","version":4711}"#.utf8) }, code: "versi-usang", field: nil),
    ]

    @Test("Both ways refuse a bad command with the same problem and change nothing", arguments: Self.cases)
    func commands(bad: Case) async throws {
        try await ReviewStand.with { stand in
            let id = try await stand.open()
            try await stand.perform(TakeAction.self, by: .officer, { TakeCase(caseId: id, version: $0) }, on: id)
            let body = bad.body(id, 2)
            let page = try await stand.browse {
                try await $0.api("/api/v1/cases/\(id)/commands/\(bad.name)", body, as: .officer)
            }
            let problem = try ContractJSON.decode(Problem.self, from: page.bytes)
            #expect(problem.code == bad.code && page.status == problem.status)
            if let field = bad.field { #expect(problem.errors.contains { $0.field == field }, "\(problem.errors)") }
            try await TestExchange.with(stand) { exchange in
                let reply = try await exchange.command(
                    "case.\(bad.name).v1", body, token: try await stand.token(.officer))
                #expect(!reply.accepted)
                #expect(reply.problems.first?.code == bad.code)
                #expect(reply.problems.first?.errors == problem.errors)
                // The consumer goes on.
                let good = try await exchange.command(
                    "case.give-back.v1", try ContractJSON.encode(GiveBackCase(caseId: id, version: 2)),
                    token: try await stand.token(.officer))
                #expect(good.accepted)
            }
            #expect(try await stand.find(id).version == 3)
        }
    }

    @Test("A missing, forged or expired token, a wrong role and a case of another unit are refused both ways")
    func persons() async throws {
        try await ReviewStand.with { stand in
            let id = try await stand.open()
            let body = try ContractJSON.encode(TakeCase(caseId: id, version: 1))
            let path = "/api/v1/cases/\(id)/commands/take"
            let nobody = try await stand.browse { try await $0.api(path, body, as: nil) }
            #expect(nobody.status == 401)
            let roles: [(TestPerson, Int)] = [
                (.evaluator, 403), (.signer, 403), (.supervisor, 403), (.officer6104, 404), (.applicant, 404),
            ]
            for (person, status) in roles {
                let page = try await stand.browse { try await $0.api(path, body, as: person) }
                #expect(page.status == status, "\(person.name)")
            }
            let unknown = CaseID(UUID())
            let lost = try await stand.browse {
                try await $0.api(
                    "/api/v1/cases/\(unknown)/commands/take",
                    try ContractJSON.encode(TakeCase(caseId: unknown, version: 1)), as: .officer)
            }
            #expect(lost.status == 404)
            let other = try await stand.browse {
                try await $0.api("/api/v1/cases/\(unknown)/commands/take", body, as: .officer)
            }
            #expect(other.status == 422)

            try await TestExchange.with(stand) { exchange in
                let expired = try await stand.token(.officer, now: stand.clock.now.addingTimeInterval(-3600))
                let forged = String(try await stand.token(.officer).dropLast(4)) + "AAAA"
                for token in [nil, "x", forged, expired] as [String?] {
                    let reply = try await exchange.command("case.take.v1", body, token: token)
                    #expect(reply.problems.first?.status == 401)
                }
                for (person, status) in roles {
                    let reply = try await exchange.command("case.take.v1", body, token: try await stand.token(person))
                    #expect(reply.problems.first?.status == status, "\(person.name)")
                }
                let unknownType = try await exchange.command("case.dance.v1", body, token: nil)
                #expect(!unknownType.accepted)
                let future = try await exchange.command(
                    "case.take.v2", body, token: try await stand.token(.officer))
                #expect(!future.accepted)
                let large = try await exchange.command(
                    "case.take.v1", body + Array(repeating: 32, count: 300_000), token: try await stand.token(.officer))
                #expect(large.problems.first?.status == 413)
                let good = try await exchange.command("case.take.v1", body, token: try await stand.token(.officer))
                #expect(good.accepted)
            }
            #expect(try await stand.find(id).version == 2)
        }
    }

    @Test("A body above the limit, an address that is no case, and a form of another site are refused")
    func http() async throws {
        try await ReviewStand.with { stand in
            let id = try await stand.open()
            try await stand.browse { browser in
                let large = try await browser.api(
                    "/api/v1/cases/\(id)/commands/take", Array(repeating: 32, count: 300_000), as: .officer)
                #expect(large.status == 413)
                let noCase = try await browser.get("/petugas/perkara/bukan-uuid", as: .officer)
                #expect(noCase.status == 404)
                func post(_ step: String, _ body: String) async throws -> Int {
                    try await browser.request(
                        "POST", "/petugas/perkara/\(id)/\(step)",
                        [
                            .cookie: "layak_token=\(try await stand.token(.officer))",
                            .contentType: "application/x-www-form-urlencoded",
                        ], Array(body.utf8)
                    ).status
                }
                for forged in ["versi=1&_csrf=x", "versi=1&_csrf=\(TestPerson.signer.identity.csrf)", "versi=1"] {
                    #expect(try await post("ambil", forged) == 403)
                }
                #expect(try await stand.find(id).version == 1)
                let taken = try await browser.post("/petugas/perkara/\(id)/ambil", [("versi", "1")], as: .officer)
                #expect(taken.status == 303)
                let noVersion = try await browser.post("/petugas/perkara/\(id)/lepas", [], as: .officer)
                #expect(noVersion.status == 422)
            }
            #expect(try await stand.find(id).version == 2)
        }
    }

    @Test("What is no code, no file or too large a file is refused by the verification")
    func verification() async throws {
        try await ReviewStand.with { stand in
            let signed = try await stand.sign(try await stand.draftedCase())
            let code = try #require(signed.letter?.issue?.verificationCode)
            try await stand.browse { browser in
                for path in ["/verifikasi/%3Cscript%3E", "/verifikasi?kode=%27%3B--", "/verifikasi?kode=%FF"] {
                    let page = try await browser.get(path)
                    #expect(page.status == 200 || page.status == 404 || page.status == 400, "\(path)")
                    #expect(!page.text.contains("<script>"))
                    #expect(!page.text.contains("Sah: surat"))
                }
                #expect(try await browser.get("/verifikasi/%FF").status == 404)
                let api = "/api/v1/letters/\(code)/verification"
                let unknown = try await browser.get("/api/v1/letters/0000-0000-0000-0000-0000/verification")
                #expect(unknown.status == 404 && unknown.text.contains("tidak-ditemukan"))
                let empty = try await browser.request("POST", api, [:], [])
                #expect(empty.status == 400)
                let large = try await browser.request(
                    "POST", api, [.contentType: "application/pdf"], Array(repeating: 0, count: 20 * 1024 * 1024 + 1))
                #expect(large.status == 413)
                let noFile = try await browser.upload("/verifikasi", [])
                #expect(noFile.status == 422)
            }
        }
    }
}
