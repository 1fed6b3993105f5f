import Contracts
import Foundation
import IntakeDomain
import Postgres
import Hummingbird
import Testing
import Web

@testable import Intake

@Suite("Submissions")
struct SubmissionTests {
    @Test("Fifty parallel identical submissions make one case and one event")
    func identical() async throws {
        try await IntakeStage.with { stage in
            let person = try await stage.account("a@x.example")
            let token = try await stage.token(person, [Grant(.applicant)])
            let body = try SampleForm.body()
            try await stage.serving { door in
                let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                    for _ in 0..<50 {
                        group.addTask {
                            try await door.api(
                                .post, "/api/v1/submissions", token: token,
                                headers: ["Idempotency-Key": "kunci-sama-001"], body: body)
                        }
                    }
                    return try await group.reduce(into: [Answer]()) { $0.append($1) }
                }
                #expect(answers.allSatisfy { $0.status == 200 || $0.status == 201 })
                #expect(answers.count { $0.status == 201 } == 1)
                #expect(Set(answers.map(\.text)).count == 1)
            }
            #expect(try await stage.count("submission") == 1)
            #expect(try await stage.published(SubmissionSubmitted.self).count == 1)
        }
    }

    @Test("Fifty presses of the button at once make one case and one event")
    func presses() async throws {
        try await IntakeStage.with { stage in
            let person = try await stage.account("a@x.example")
            let start = StartDraft(identifiers: .system)
            let form = SampleForm.complete()
            let now = stage.clock.now
            let id = try await stage.database.transaction {
                try start(form, report: nil, by: person, now: now, in: $0)
            }
            try await stage.serving { door in
                let visitor = try await door.signedIn("a@x.example")
                let preview = try await visitor.get("/pengajuan/\(id)/pratinjau")
                let key = try #require(preview.input("kunci"))
                let secret = try #require(preview.input("_csrf"))
                let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                    for _ in 0..<50 {
                        group.addTask {
                            try await visitor.send("/pengajuan/\(id)/kirim", form: ["kunci": [key]], csrf: secret)
                        }
                    }
                    return try await group.reduce(into: [Answer]()) { $0.append($1) }
                }
                #expect(answers.allSatisfy { $0.status == 303 })
                #expect(Set(answers.map(\.location)).count == 1)
            }
            #expect(try await stage.count("submission") == 1)
            #expect(try await stage.count("draft") == 0)
            let events = try await stage.published(SubmissionSubmitted.self)
            #expect(events.map(\.caseId) == [id])
            #expect(events.map(\.unit.text) == ["6104"])
            #expect(events.map(\.standard) == ["6104@1"])
        }
    }

    @Test("Case numbers are unique and without gaps under forty parallel submissions, some of them refused")
    func numbers() async throws {
        try await IntakeStage.with { stage in
            let person = try await stage.account("a@x.example")
            let token = try await stage.token(person, [Grant(.applicant)])
            var broken = SampleForm.complete()
            broken.answers["judul"] = nil
            let sound = try SampleForm.body()
            let unsound = try SampleForm.body(broken)
            try await stage.serving { door in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for index in 0..<50 {
                        group.addTask {
                            let refused = index % 5 == 0
                            func send() async throws -> Answer {
                                try await door.api(
                                    .post, "/api/v1/submissions", token: token,
                                    headers: ["Idempotency-Key": "kunci-nomor-\(index)"],
                                    body: refused ? unsound : sound)
                            }
                            // Who had to wait for the one counter for too long is told to come again.
                            let deadline = ContinuousClock.now + .seconds(60)
                            var answer = try await send()
                            while answer.status == 503, ContinuousClock.now < deadline { answer = try await send() }
                            #expect(answer.status == (refused ? 422 : 201))
                        }
                    }
                    try await group.waitForAll()
                }
            }
            let numbers = try await stage.published(SubmissionSubmitted.self).map(\.caseNumber).sorted()
            let expected = (1...40).map {
                CaseNumber(year: 2026, unit: UnitCode("6104")!, running: $0).description  // four digits
            }
            #expect(numbers == expected)
        }
    }

    @Test("A key that was used for another form is refused, and nothing is kept")
    func reused() async throws {
        try await IntakeStage.with { stage in
            let person = try await stage.account("a@x.example")
            let token = try await stage.token(person, [Grant(.applicant)])
            try await stage.serving { door in
                let key = ["Idempotency-Key": "kunci-ganda-1"]
                let first = try await door.api(
                    .post, "/api/v1/submissions", token: token, headers: key, body: SampleForm.body())
                #expect(first.status == 201)
                let second = try await door.api(
                    .post, "/api/v1/submissions", token: token, headers: key,
                    body: SampleForm.body(SampleForm.complete(title: "Kompilasi Lain")))
                #expect(second.status == 422)
                let problem = try ContractJSON.decode(Problem.self, from: second.bytes)
                #expect(problem.errors.map(\.field) == ["Idempotency-Key"])
                #expect(problem.errors.map(\.code) == ["reused"])
            }
            #expect(try await stage.count("submission") == 1)
        }
    }

    @Test("A whole form of regions in two provinces goes to headquarters, with the standard of headquarters")
    func routing() async throws {
        try await IntakeStage.with { stage in
            let person = try await stage.account("a@x.example")
            let token = try await stage.token(person, [Grant(.applicant)])
            var form = SampleForm.complete()
            form.answers["4.5"] = .array([.string("6104"), .string("3201")])
            let body = try SampleForm.body(form)
            try await stage.serving { door in
                let answer = try await door.api(
                    .post, "/api/v1/submissions", token: token, headers: ["Idempotency-Key": "kunci-wilayah"],
                    body: body)
                #expect(answer.status == 201)
                let reply = try ContractJSON.decode(CommandReply.self, from: answer.bytes)
                #expect(reply.number == "LYK-2026-0000-000001")
                #expect(reply.state == "diajukan")
                let state = try await door.api(
                    .get, "/api/v1/submissions/\(try #require(reply.id))", token: token)
                #expect(state.status == 200)
                #expect(state.text.contains(#""state":"diajukan""#))
            }
            let event = try #require(try await stage.published(SubmissionSubmitted.self).first)
            #expect(event.standard == "0000@1")
            #expect(event.regions == ["3201", "6104"])
        }
    }

    @Test(
        "A ministry that collects in one regency goes to headquarters; its case page names the copy and the pinned version"
    )
    func centralAgency() async throws {
        try await IntakeStage.with { stage in
            let person = try await stage.account("a@x.example")
            let token = try await stage.token(person, [Grant(.applicant)])
            var form = SampleForm.complete()
            form.answers["1.1"] = .string("Kementerian Pertanian")
            let body = try SampleForm.body(form)
            try await stage.serving { door in
                let answer = try await door.api(
                    .post, "/api/v1/submissions", token: token, headers: ["Idempotency-Key": "kunci-pusat"], body: body)
                #expect(answer.status == 201)
                let id = try #require(try ContractJSON.decode(CommandReply.self, from: answer.bytes).id)
                let page = try await door.signedIn("a@x.example").get("/pengajuan/\(id)").text
                #expect(page.contains("<dt>Tembusan kepada</dt><dd>BPS Kabupaten Mempawah</dd>"))
                #expect(page.contains("href=\"/standar/0000/versi/1\""))
            }
            let event = try #require(try await stage.published(SubmissionSubmitted.self).first)
            #expect(event.unit == .headquarters)
            #expect(event.standard == "0000@1")
            #expect(event.regions == ["6104"])
        }
    }

    @Test("Publishing the standards again publishes nothing")
    func standards() async throws {
        try await IntakeStage.with(allStandards: true) { stage in
            let publish = stage.intake.publishStandards
            let now = stage.clock.now
            let again = try await stage.database.transaction { try publish(now: now, in: $0) }
            #expect(again == PublishStandards.Outcome())
            #expect(try await stage.published(StandardPublished.self).count == 553)
        }
    }
}
