import Contracts
import Foundation
import Mail
import NotifyDomain
import Postgres
import ServiceStage
import Testing
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import ServiceHost
import TestSupport
import Web

@testable import Notify

@Suite("Mails with one-time links")
struct ProofMailTests {
    private let proof = ContactProofID("019a9c00-0000-7000-8000-000000000031")!  // a UUID

    private func requested(
        _ stage: NotifyStage, _ purpose: ContactProofRequested.Purpose = .password, person: PersonID? = nil,
        proof: ContactProofID? = nil, email: String = "sari.rahasia@contoh.go.id"
    ) -> ContactProofRequested {
        let now = stage.clock.now
        return ContactProofRequested(
            personId: person ?? IdentifierSource.system.next(at: now), proofId: proof ?? self.proof, purpose: purpose,
            email: Personal(email), requestedAt: now, expiresAt: now + 24 * 3600)
    }

    /// The same vector stands in Intake's tests.
    @Test("Links are made as Intake reads them")
    func vector() throws {
        let link = try ProofLink(base64: NotifyStage.linkKey)
        #expect(
            link.path(for: self.proof, .confirm) == "/daftar/konfirmasi/AZqcAAAAcACAAAAAAAAAMWaI2fANEnDcpKVL_4TnEO0")
        #expect(link.path(for: self.proof, .password) == "/masuk/sandi/AZqcAAAAcACAAAAAAAAAMTgz1DygrMpgXE3xvx47lqM")
        #expect(throws: UnreadableLinkKey.self) { try ProofLink(base64: "pendek") }
    }

    @Test("A request is one mail with its link, also when the message comes twice; asked again, it is another")
    func once() async throws {
        let transport = InMemoryMailTransport()
        try await NotifyStage.with(transport: transport) { stage async throws -> Void in
            let first = self.requested(stage)
            try await stage.publish(first, sequence: 1, times: 2)
            try await stage.settled()
            #expect(try await stage.notify.sender.sendDue() == 1)
            #expect(try await stage.notify.sender.sendDue() == 0)
            let mail = try #require(transport.mails.first)
            let path = try ProofLink(base64: NotifyStage.linkKey).path(for: self.proof, .password)
            #expect(mail.to.address.reveal() == "sari.rahasia@contoh.go.id")
            #expect(
                mail.to.name.isEmpty && mail.text.contains("Yth. Bapak/Ibu,"), "nobody is addressed by a typed name")
            #expect(mail.text.contains("https://layak.example\(path)\n"))
            #expect(mail.text.contains("WIB") && !mail.text.contains("{{"))
            let again: ContactProofID = IdentifierSource.system.next(at: stage.clock.now)
            try await stage.publish(
                self.requested(stage, .confirm, person: first.personId, proof: again), sequence: 2)
            try await stage.settled()
            #expect(try await stage.notify.sender.sendDue() == 1)
            #expect(transport.mails.last?.text.contains("/daftar/konfirmasi/") == true)
            #expect(Set(transport.mails.map(\.messageID)).count == 2)
            #expect(try await stage.count("SELECT count(*) FROM proof_mail WHERE state = 'handed-over'") == 2)
            #expect(try await stage.count("SELECT count(*) FROM proof_mail WHERE email IS NOT NULL") == 0)
            #expect(try await stage.count("SELECT count(*) FROM contact") == 0, "asking proves nothing")
        }
    }

    @Test("Neither the link nor the address rests in a table once the mail is out, and the address stands in no log")
    func nothingRests() async throws {
        let log = CapturedLog()
        let transport = InMemoryMailTransport()
        try await NotifyStage.with(transport: transport, log: log) { stage async throws -> Void in
            try await stage.publish(self.requested(stage), sequence: 1)
            try await stage.settled()
            try await stage.notify.sender.sendDue()
            let token = try #require(
                try ProofLink(base64: NotifyStage.linkKey).path(for: self.proof, .password).split(separator: "/").last)
            let row = try await stage.database.owner.read { tx in
                try tx.one("SELECT row_to_json(p)::text AS row FROM proof_mail p") {
                    try $0.get("row", as: String.self)
                }
            }
            #expect(!row.contains(token.suffix(20)) && !row.contains("contoh.go.id"))
        }
        #expect(log.text.contains("link handed over"))
        #expect(!log.text.contains("rahasia") && !log.text.contains("/masuk/sandi/"))
    }

    @Test("A crash after the server took the mail leaves it in doubt; the link is never mailed twice")
    func crash() async throws {
        let transport = InMemoryMailTransport()
        try await NotifyStage.with(transport: transport) { stage async throws -> Void in
            try await stage.publish(self.requested(stage), sequence: 1)
            try await stage.settled()
            let sender = stage.notify.sender
            let now = stage.clock.now
            let found = try await stage.database.runtime.transaction { tx in
                try sender.proofs.store.begin(now: now, in: tx)
            }
            let begun = try #require(found)
            #expect(await sender.proofs.send(begun, by: transport) == .taken(code: 250))
            let restarted = stage.anotherNode(transport: transport).sender
            #expect(try await restarted.sendDue() == 0)
            stage.clock.advance(by: 3600)
            #expect(try await restarted.sendDue() == 0)
            #expect(try await stage.count("SELECT count(*) FROM proof_mail WHERE state = 'in-doubt'") == 1)
            #expect(transport.mails.count == 1)
            let operators: PersonID = IdentifierSource.system.next(at: Date())
            let page = try await stage.request(
                .get, "/operator/pesan", headers: try await stage.cookie(operators, [Grant(.operatingStaff)]))
            #expect(page.text.contains("1 tautan sekali pakai"))
            _ = try await sender.conclude(.link(begun), .taken(code: 250))
            #expect(try await stage.count("SELECT count(*) FROM proof_mail WHERE state = 'handed-over'") == 1)
        }
    }

    @Test("A mail server that is away is tried again, until the link is too old to be of use")
    func away() async throws {
        let none = SMTPTransport(
            try SMTPConfiguration(url: "smtp://127.0.0.1:1", credentials: nil, authorityFile: "/dev/null"))
        try await NotifyStage.with(transport: none) { stage async throws -> Void in
            let person: PersonID = IdentifierSource.system.next(at: stage.clock.now)
            try await stage.publish(self.requested(stage, person: person), sequence: 1)
            try await stage.settled()
            #expect(try await stage.notify.sender.sendDue() == 1)
            #expect(try await stage.notify.sender.sendDue() == 0, "not before its time")
            let back = InMemoryMailTransport()
            stage.clock.advance(by: 30)
            #expect(try await stage.anotherNode(transport: back).sender.sendDue() == 1)
            let late: ContactProofID = IdentifierSource.system.next(at: stage.clock.now)
            try await stage.publish(self.requested(stage, person: person, proof: late), sequence: 2)
            try await stage.settled()
            #expect(try await stage.notify.sender.sendDue() == 1)
            stage.clock.advance(by: 24 * 3600)
            #expect(try await stage.anotherNode(transport: back).sender.sendDue() == 0)
            #expect(back.mails.count == 1)
            #expect(try await stage.count("SELECT count(*) FROM proof_mail WHERE cause = 'expired'") == 1)
        }
    }

    @Test("Four senders on forty requests mail each link once")
    func parallel() async throws {
        let transport = InMemoryMailTransport()
        try await NotifyStage.with(transport: transport) { stage async throws -> Void in
            for _ in 0..<40 {
                let id: ContactProofID = IdentifierSource.system.next(at: stage.clock.now)
                try await stage.publish(self.requested(stage, proof: id), sequence: 1)
            }
            try await stage.settled()
            let nodes = (0..<4).map { _ in stage.anotherNode(transport: transport) }
            let sent = try await withThrowingTaskGroup(of: Int.self) { group in
                for node in nodes { group.addTask { try await node.sender.sendDue() } }
                return try await group.reduce(0, +)
            }
            #expect(sent == 40)
            #expect(Set(transport.mails.map(\.messageID)).count == 40 && transport.mails.count == 40)
        }
    }

    @Test(
        "What is owed to an address that nobody has proven is not told, is shown as such, and goes out once it is proven"
    )
    func unproven() async throws {
        let transport = InMemoryMailTransport()
        try await NotifyStage.with(transport: transport) { stage async throws -> Void in
            let story = Story(at: stage.clock.now)
            try await stage.publish(story.standard(), sequence: 1)
            try await stage.publish(self.requested(stage, .confirm, person: story.applicant), sequence: 1)
            try await stage.publish(story.opened, sequence: 1)
            try await stage.publish(story.letterIssued, sequence: 2)
            try await stage.settled()
            #expect(try await stage.notify.sender.sendDue() == 1, "the link alone")
            stage.clock.advance(by: 40 * 86_400)
            #expect(try await stage.notify.sender.sendDue() == 0)
            #expect(try await stage.states(kind: "case-letter-issued").contains("case-letter-issued email waiting"))
            #expect(try await stage.deliveries().isEmpty, "the portal alone is no delivery")
            let applicant = try await stage.cookie(story.applicant, [Grant(.applicant)])
            let before = try await stage.request(.get, "/kotak-masuk", headers: applicant)
            #expect(before.text.contains("Menunggu konfirmasi alamat") && before.text.contains("Belum diberitahukan"))
            let operators = try await stage.cookie(story.applicant, [Grant(.operatingStaff)])
            let log = try await stage.request(.get, "/operator/pesan", headers: operators)
            #expect(log.text.contains("2 e-mail menunggu konfirmasi alamat pemohon."))

            try await stage.publish(story.contact, sequence: 2)
            try await stage.settled()
            #expect(try await stage.notify.sender.sendDue() == 2)
            #expect(try await stage.deliveries().count == 1)
            let after = try await stage.request(.get, "/kotak-masuk", headers: applicant)
            #expect(!after.text.contains("Menunggu konfirmasi alamat"))
            let letter = try #require(transport.mails.last { $0.subject.contains("telah terbit") })
            #expect(letter.text.contains("Belum punya kata sandi"), "a way to the letter for who came by the portal")
        }
    }
}
