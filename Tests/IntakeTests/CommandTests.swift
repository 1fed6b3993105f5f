import Contracts
import Foundation
import Messaging
import Hummingbird
import Postgres
import TestSupport
import Testing
import Web

@testable import Intake

@Suite("Submissions over AMQP")
struct CommandTests {
    private func command(
        key: String = "kunci-portal-1", form: FormContent = SampleForm.complete(), name: String = "Siti"
    )
        -> SubmitSubmission
    {
        SubmitSubmission(
            idempotencyKey: key,
            applicant: PortalApplicant(
                portalAccountId: "pst-77", name: Personal(name), institution: "Inspektorat Kabupaten Mempawah",
                email: Personal("siti@mempawah.example"), mobile: Personal("+6281234567890")),
            form: form)
    }

    @Test("The portal's submission makes one case; sent again by key or by message, the same answer comes")
    func submit() async throws {
        try await IntakeStage.with { stage in
            let now = stage.clock.now
            let first = IntakeStage.command(try ContractJSON.encode(self.command()), at: now)
            let byKey = IntakeStage.command(try ContractJSON.encode(self.command()), at: now)
            let replies = try await stage.replies(to: [first, first, byKey])
            #expect(replies.count == 2)
            #expect(Set(replies.values.map { $0.id }).count == 1)
            let reply = try #require(replies[first.properties.messageID ?? ""])
            #expect(reply.accepted)
            #expect(reply.number == "LYK-2026-6104-000001")
            #expect(reply.state == "diajukan")
            let events = try await stage.published(SubmissionSubmitted.self)
            #expect(events.count == 1)
            let contacts = try await stage.published(ContactVerified.self)
            #expect(contacts.map(\.personId) == events.map(\.applicant.personId))
            #expect(contacts.map { $0.mobile?.reveal() } == ["6281234567890"])
            #expect(try await stage.count("account") == 1)
        }
    }

    @Test("A second submission of the same portal account belongs to the same person; a new name is published")
    func linked() async throws {
        try await IntakeStage.with { stage in
            let now = stage.clock.now
            let one = IntakeStage.command(try ContractJSON.encode(self.command()), at: now)
            _ = try await stage.replies(to: [one])
            let two = IntakeStage.command(
                try ContractJSON.encode(self.command(key: "kunci-portal-2", name: "Siti Aminah")), at: now)
            _ = try await stage.replies(to: [two])
            let people = Set(try await stage.published(SubmissionSubmitted.self).map(\.applicant.personId))
            #expect(people.count == 1)
            let contacts = try await stage.published(ContactVerified.self)
            #expect(contacts.map { $0.name.reveal() } == ["Siti", "Siti Aminah"])
        }
    }

    @Test("An account that somebody typed the portal's address into does not see the portal's case")
    func notLinkedByAddress() async throws {
        try await IntakeStage.with { stage in
            let person = try await stage.account("siti@mempawah.example", address: .typed)
            let message = IntakeStage.command(try ContractJSON.encode(self.command()), at: stage.clock.now)
            let answers = try await stage.replies(to: [message])
            let reply = try #require(answers.values.first)
            #expect(reply.accepted)
            #expect(try await stage.published(SubmissionSubmitted.self).first?.applicant.personId != person)
            let id = try #require(reply.id)
            try await stage.serving { door in
                let visitor = try await door.signedIn("siti@mempawah.example")
                #expect(try await visitor.get("/pengajuan/\(id)").status == 404)
            }
        }
    }

    @Test(
        "Every broken command is answered with the problem that HTTP gives, keeps nothing, and stops nobody behind it")
    func broken() async throws {
        try await IntakeStage.with { stage in
            let now = stage.clock.now
            var missing = SampleForm.complete()
            missing.answers["judul"] = nil
            var noDate = SampleForm.complete()
            noDate.answers["8.2"] = .object(["digital": .string("2026-02-30")])
            var noUnit = SampleForm.complete()
            noUnit.answers["4.5"] = .array([.string("9999")])
            var nobody = self.command()
            nobody.applicant.email = Personal("tidak ada")
            let broken: [(name: String, message: OutgoingMessage, field: String?)] = [
                ("broken JSON", IntakeStage.command(Array("{".utf8), at: now), nil),
                ("broken UTF-8", IntakeStage.command([0x22, 0xFF, 0x22], at: now), nil),
                ("wrong type", IntakeStage.command(Array(#"{"idempotencyKey":7}"#.utf8), at: now), nil),
                (
                    "short key", IntakeStage.command(try ContractJSON.encode(self.command(key: "k")), at: now),
                    "idempotencyKey"
                ),
                (
                    "no title",
                    IntakeStage.command(
                        try ContractJSON.encode(self.command(key: "kunci-tanpa-judul", form: missing)), at: now),
                    "judul"
                ),
                (
                    "no such date",
                    IntakeStage.command(
                        try ContractJSON.encode(self.command(key: "kunci-tanpa-tanggal", form: noDate)), at: now),
                    "8.2/digital"
                ),
                (
                    "unknown unit",
                    IntakeStage.command(
                        try ContractJSON.encode(self.command(key: "kunci-tanpa-unit", form: noUnit)), at: now),
                    "4.5/0"
                ),
                ("no address", IntakeStage.command(try ContractJSON.encode(nobody), at: now), "applicant/email"),
            ]
            let sound = IntakeStage.command(try ContractJSON.encode(self.command()), at: now)
            let replies = try await stage.replies(to: broken.map(\.message) + [sound])
            for one in broken {
                let reply = try #require(replies[one.message.properties.messageID ?? ""], "\(one.name)")
                #expect(!reply.accepted, "\(one.name)")
                #expect(!reply.problems.isEmpty, "\(one.name)")
                if let field = one.field { #expect(reply.problems.first?.errors.first?.field == field, "\(one.name)") }
            }
            #expect(replies[sound.properties.messageID ?? ""]?.accepted == true)
            #expect(try await stage.count("submission") == 1)
            #expect(try await stage.count("account") == 1)
            #expect(try await stage.count("idempotency") == 1)
        }
    }

    @Test("Only the portal may submit: no other program and no nameless one, and neither is answered at the portal")
    func foreignSender() async throws {
        try await IntakeStage.with { stage in
            let now = stage.clock.now
            let body = try ContractJSON.encode(self.command())
            let office = IntakeStage.command(body, at: now, user: "office-6104")
            var complaints = IntakeStage.command(body, at: now, user: "complaints")
            complaints.properties.replyTo = "complaints.replies"
            let nameless = IntakeStage.command(body, at: now, user: nil)
            let foreign = [office, complaints, nameless]
            let sound = IntakeStage.command(try ContractJSON.encode(self.command(key: "kunci-portal-9")), at: now)
            let replies = try await stage.replies(to: [sound])
            #expect(replies.count == 1)
            try await stage.live {
                try await stage.send(foreign)
                try await eventually("two answers and one parked") {
                    let answers = try await stage.count(
                        "outbox WHERE routing_key IN ('office.6104.replies', 'complaints.replies')")
                    let parked = try await stage.count("parked_message WHERE reason = 'envelope:user_id'")
                    return answers == 2 && parked == 1
                }
            }
            #expect(try await stage.count("outbox WHERE routing_key = 'portal.replies'") == 1)
            #expect(try await stage.count("submission") == 1)
        }
    }

    @Test("A key that was used for another form is refused over AMQP too")
    func reused() async throws {
        try await IntakeStage.with { stage in
            let now = stage.clock.now
            _ = try await stage.replies(to: [IntakeStage.command(try ContractJSON.encode(self.command()), at: now)])
            let other = self.command(form: SampleForm.complete(title: "Kompilasi Lain"))
            let reply = try await stage.replies(to: [IntakeStage.command(try ContractJSON.encode(other), at: now)])
                .values.first
            #expect(reply?.problems.first?.errors.first?.code == "reused")
            #expect(try await stage.count("submission") == 1)
        }
    }

    @Test("Twenty submissions of a new portal account at once make one account")
    func parallel() async throws {
        try await IntakeStage.with { stage in
            let now = stage.clock.now
            let messages = try (0..<20).map { index in
                IntakeStage.command(try ContractJSON.encode(self.command(key: "kunci-portal-\(index)")), at: now)
            }
            let replies = try await stage.replies(to: messages)
            #expect(replies.values.allSatisfy { $0.accepted })
            #expect(Set(replies.values.compactMap { $0.number }).count == 20)
            #expect(try await stage.count("account") == 1)
            #expect(try await stage.published(ContactVerified.self).count == 1)
        }
    }
}
