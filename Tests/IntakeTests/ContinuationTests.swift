import Contracts
import Foundation
import Hummingbird
import IntakeDomain
import Messaging
import Postgres
import TestSupport
import Testing
import Web

@testable import Intake

@Suite("A case that came over AMQP or the API goes on there after it was returned")
struct ContinuationTests {
    private func command(_ key: String, title: String = "Judul awal", caseID: CaseID? = nil, account: String = "pst-77")
        -> SubmitSubmission
    {
        SubmitSubmission(
            idempotencyKey: key,
            applicant: PortalApplicant(
                portalAccountId: account, name: Personal("Siti"), institution: "Inspektorat Kabupaten Mempawah",
                email: Personal("\(account)@mempawah.example")),
            form: SampleForm.complete(title: title), caseId: caseID)
    }

    /// Review takes the case up and asks the applicant for something.
    private func giveBack(_ id: CaseID, _ stage: IntakeStage, correction: Bool = false) async throws {
        let submitted = try #require(try await stage.published(SubmissionSubmitted.self).first { $0.caseId == id })
        let now = stage.clock.now
        let by = Actor(personId: PersonID(UUID()), name: "Petugas", unit: submitted.unit)
        let remarks = [Remark(item: "judul", text: "Perbaiki judulnya.")]
        let opened = CaseOpened(
            caseId: id, caseNumber: submitted.caseNumber, unit: submitted.unit, standard: submitted.standard,
            applicantId: submitted.applicant.personId, title: submitted.title, year: submitted.year,
            institution: submitted.applicant.institution, openedAt: now)
        let answerBy = try #require(Day("2027-01-04"))
        let asked =
            correction
            ? try IntakeStage.message(
                CaseCorrectionRequested(
                    caseId: id, round: 1, remarks: remarks, requestedAt: now, answerBy: answerBy, by: by),
                from: .review, sequence: 2, at: now)
            : try IntakeStage.message(
                CaseReturned(caseId: id, round: 1, remarks: remarks, returnedAt: now, by: by), from: .review,
                sequence: 2, at: now)
        let messages = [try IntakeStage.message(opened, from: .review, sequence: 1, at: now), asked]
        try await stage.live {
            try await stage.send(messages)
            try await eventually("the applicant's turn") {
                try await stage.database.read { try MirrorStore.find(id, in: $0) }?.standing.stage.isApplicantsTurn
                    == true
            }
        }
    }

    private func reply(_ command: SubmitSubmission, _ stage: IntakeStage) async throws -> CommandReply {
        let message = IntakeStage.command(try ContractJSON.encode(command), at: stage.clock.now)
        return try #require(try await stage.replies(to: [message]).values.first)
    }

    @Test(
        "The portal sends the next round with the case's identifier, once per key",
        arguments: [false, true])
    func portal(correction: Bool) async throws {
        try await IntakeStage.with { stage in
            let first = try await self.reply(self.command("kunci-portal-1"), stage)
            let id = try #require(first.id.flatMap { CaseID($0) })

            let early = try await self.reply(self.command("kunci-portal-2", title: "Judul baru", caseID: id), stage)
            #expect(early.problems.map(\.code) == ["bukan-giliran-anda"])

            try await self.giveBack(id, stage, correction: correction)
            let stranger = try await self.reply(
                self.command("kunci-portal-2", title: "Judul baru", caseID: id, account: "pst-78"), stage)
            #expect(stranger.problems.map(\.code) == ["tidak-ditemukan"])
            let unknown = try await self.reply(
                self.command("kunci-portal-2", title: "Judul baru", caseID: CaseID(UUID())), stage)
            #expect(unknown.problems.map(\.code) == ["tidak-ditemukan"])
            let reused = try await self.reply(self.command("kunci-portal-1", caseID: id), stage)
            #expect(reused.problems.first?.errors.map(\.code) == ["reused"])

            let again = try await self.reply(self.command("kunci-portal-2", title: "Judul baru", caseID: id), stage)
            #expect(again.accepted && again.id == first.id && again.number == first.number)
            #expect(again.state == CaseStage.resubmitted.rawValue)
            let repeated = try await self.reply(self.command("kunci-portal-2", title: "Judul baru", caseID: id), stage)
            #expect(repeated == again)
            // The key of the round is no key of a new case.
            let fresh = try await self.reply(self.command("kunci-portal-2", title: "Judul baru"), stage)
            #expect(fresh.problems.first?.errors.map(\.code) == ["reused"])

            let rounds = try await stage.published(SubmissionResubmitted.self)
            #expect(rounds.map(\.round) == [2])
            #expect(rounds.map(\.title) == ["Judul baru"])
            #expect(rounds.map(\.caseId) == [id])
            #expect(try await stage.count("submission") == 1)
            #expect(try await stage.count("account") == 1)
            #expect(try await stage.count("idempotency") == 2)
        }
    }

    @Test("Over HTTP too: thirty at once make one round, and a draft on the pages is overtaken")
    func api() async throws {
        try await IntakeStage.with { stage in
            let person = try await stage.account("a@x.example")
            let token = try await stage.token(person, [Grant(.applicant)])
            let other = try await stage.token(try await stage.account("b@x.example"), [Grant(.applicant)])
            @Sendable func body(_ title: String, _ id: CaseID? = nil) throws -> [UInt8] {
                try ContractJSON.encode(Body(form: SampleForm.complete(title: title), caseId: id))
            }
            @Sendable func submit(_ door: Door, _ key: String, _ body: [UInt8], _ token: String) async throws -> Answer
            {
                try await door.api(
                    .post, "/api/v1/submissions", token: token, headers: ["Idempotency-Key": key], body: body)
            }
            try await stage.serving { door in
                let first = try await submit(door, "kunci-api-1", try body("Judul awal"), token)
                #expect(first.status == 201)
                let reply = try ContractJSON.decode(CommandReply.self, from: first.bytes)
                let id = try #require(reply.id.flatMap { CaseID($0) })
                let next = try body("Judul baru", id)
                #expect(try await submit(door, "kunci-api-2", next, token).status == 409)

                try await self.giveBack(id, stage)
                #expect(try await submit(door, "kunci-api-2", next, other).status == 404)
                let now = stage.clock.now
                _ = try await stage.database.transaction { try OpenDraft.find(id, of: person, now: now, in: $0) }
                let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                    for _ in 0..<30 { group.addTask { try await submit(door, "kunci-api-2", next, token) } }
                    return try await group.reduce(into: [Answer]()) { $0.append($1) }
                }
                #expect(answers.count { $0.status == 201 } == 1)
                #expect(answers.count { $0.status == 200 } == 29)
                #expect(Set(answers.map(\.text)).count == 1)
                // Another key comes too late: it is the officer's turn again.
                #expect(try await submit(door, "kunci-api-3", next, token).status == 409)
                #expect(
                    try await submit(
                        door, "kunci-api-4", Array(#"{"form":{},"caseId":"bukan"}"#.utf8), token
                    ).status == 422)
            }
            #expect(try await stage.published(SubmissionResubmitted.self).map(\.round) == [2])
            #expect(try await stage.count("submission") == 1)
            #expect(try await stage.count("draft") == 0)
        }
    }

    private struct Body: Encodable {
        var form: FormContent
        var caseId: CaseID?
    }
}
