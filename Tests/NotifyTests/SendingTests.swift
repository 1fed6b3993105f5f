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

@Suite struct SendingTests {
    private func ready(_ stage: NotifyStage, local: String = "sari.rahasia") async throws -> Story {
        var story = Story(at: stage.clock.now)
        story.address = "\(local)@contoh.go.id"
        try await stage.publish(story.standard(), sequence: 1)
        try await stage.publish(story.contact, sequence: 1)
        try await stage.publish(story.opened, sequence: 1)
        try await stage.settled()
        return story
    }

    private func transport(_ server: TestMailServer, timeout: Duration = .seconds(30)) throws -> SMTPTransport {
        SMTPTransport(
            try SMTPConfiguration(
                url: server.url, credentials: .init(user: server.user, password: server.password),
                authorityFile: server.authorityFile, totalTimeout: timeout))
    }

    @Test("A crash after the server took the mail leaves it in doubt, and no second mail goes out")
    func crashAfterSending() async throws {
        try await TestMailServer.with { server async throws -> Void in
            let transport = try self.transport(server)
            try await NotifyStage.with(transport: transport) { stage async throws -> Void in
                let story = try await self.ready(stage)
                let sender = stage.notify.sender
                let now = stage.clock.now
                // The first two steps, and then the process dies.
                let attempt = try #require(
                    try await stage.database.runtime.transaction { try sender.sending.begin(now: now, in: $0) })
                #expect(await sender.send(attempt, by: transport) == .taken(code: 250))
                #expect(try server.mails().count == 1)

                let restarted = stage.anotherNode(transport: transport).sender
                #expect(try await restarted.sendDue() == 0)
                #expect(try await stage.states().contains("case-opened email sending"), "its answer may still come")
                stage.clock.advance(by: 61)
                #expect(try await restarted.sendDue() == 0)
                #expect(try await stage.states().contains("case-opened email in-doubt"))
                stage.clock.advance(by: 7 * 86_400)
                #expect(try await restarted.sendDue() == 0)
                #expect(try server.mails().count == 1)

                let page = try await stage.request(
                    .get, "/operator/pesan", headers: try await stage.cookie(story.applicant, [Grant(.operatingStaff)]))
                #expect(page.text.contains("Belum pasti terkirim"))
                #expect(page.text.contains("proses berhenti sebelum mencatat hasil"))
            }
        }
    }

    @Test("A crash before the mail went out is in doubt too, because nobody can know")
    func crashBeforeSending() async throws {
        let transport = InMemoryMailTransport()
        try await NotifyStage.with(transport: transport) { stage async throws -> Void in
            _ = try await self.ready(stage)
            let (sender, now) = (stage.notify.sender, stage.clock.now)
            _ = try await stage.database.runtime.transaction { try sender.sending.begin(now: now, in: $0) != nil }
            stage.clock.advance(by: 3600)
            #expect(try await sender.sendDue() == 0)
            #expect(try await stage.states().contains("case-opened email in-doubt"))
            #expect(transport.mails.isEmpty)
        }
    }

    @Test("A verdict that comes after the mail was given up as in doubt still counts, once")
    func lateVerdict() async throws {
        try await NotifyStage.with { stage async throws -> Void in
            _ = try await self.ready(stage)
            let (sender, now) = (stage.notify.sender, stage.clock.now)
            let attempt = try #require(
                try await stage.database.runtime.transaction { try sender.sending.begin(now: now, in: $0) })
            stage.clock.advance(by: 3600)
            try await sender.clearUp()
            #expect(try await stage.states().contains("case-opened email in-doubt"))
            _ = try await sender.conclude(.notice(attempt), .taken(code: 250))
            _ = try await sender.conclude(.notice(attempt), .taken(code: 250))
            #expect(try await stage.states().contains("case-opened email handed-over"))
            #expect(try await stage.count("SELECT count(*) FROM receipt") == 1)
        }
    }

    @Test("A mail that is refused for now goes out later, once, under the same identifier")
    func temporary() async throws {
        try await TestMailServer.with { server async throws -> Void in
            try await NotifyStage.with(transport: try self.transport(server)) { stage async throws -> Void in
                _ = try await self.ready(stage, local: "later2")
                let sender = stage.notify.sender
                #expect(try await sender.sendDue() == 1)
                #expect(try await stage.states().contains("case-opened email waiting"))
                #expect(try await sender.sendDue() == 0, "not before its time")
                stage.clock.advance(by: 30)
                #expect(try await sender.sendDue() == 1)
                stage.clock.advance(by: 60)
                #expect(try await sender.sendDue() == 1)
                #expect(try await stage.states().contains("case-opened email handed-over"))
                stage.clock.advance(by: 86_400)
                #expect(try await sender.sendDue() == 0)
                #expect(try server.mails().count == 1)
                #expect(try await stage.count("SELECT count(*) FROM attempt") == 3)
                #expect(try await stage.count("SELECT count(DISTINCT message_id) FROM attempt") == 1)
                #expect(
                    try await stage.count("SELECT count(*) FROM attempt WHERE verdict = 'not-taken' AND code = 451")
                        == 2)
            }
        }
    }

    @Test("A mail that is refused for good is shown and not tried again; its letter is not delivered")
    func permanent() async throws {
        try await TestMailServer.with { server async throws -> Void in
            try await NotifyStage.with(transport: try self.transport(server)) { stage async throws -> Void in
                let story = try await self.ready(stage, local: "rcpt550")
                try await stage.publish(story.letterIssued, sequence: 2)
                try await stage.settled()
                #expect(try await stage.notify.sender.sendDue() == 2)
                stage.clock.advance(by: 7 * 86_400)
                #expect(try await stage.notify.sender.sendDue() == 0)
                #expect(try await stage.states().contains("case-letter-issued email failed"))
                #expect(try await stage.deliveries().isEmpty)
                #expect(try server.mails().isEmpty)
                let headers = try await stage.cookie(story.applicant, [Grant(.operatingStaff)])
                let page = try await stage.request(.get, "/operator/pesan?keadaan=failed", headers: headers)
                #expect(page.text.contains("Ditolak (550)"))
                let inbox = try await stage.request(
                    .get, "/kotak-masuk", headers: try await stage.cookie(story.applicant, [Grant(.applicant)]))
                #expect(inbox.text.contains("E-mail tidak dapat disampaikan."))
            }
        }
    }

    @Test("A server that falls silent after the mail leaves it in doubt, and no second mail goes out")
    func silent() async throws {
        try await TestMailServer.with { server async throws -> Void in
            try await NotifyStage.with(transport: try self.transport(server, timeout: .seconds(6))) {
                stage async throws -> Void in
                _ = try await self.ready(stage, local: "silent")
                #expect(try await stage.notify.sender.sendDue() == 1)
                stage.clock.advance(by: 86_400)
                #expect(try await stage.notify.sender.sendDue() == 0)
                #expect(try await stage.states().contains("case-opened email in-doubt"))
                #expect(try server.mails().count == 1)
            }
        }
    }

    @Test("A mail server that is away costs nothing but time")
    func unreachable() async throws {
        let away = SMTPTransport(
            try SMTPConfiguration(url: "smtp://127.0.0.1:1", credentials: nil, authorityFile: "/dev/null"))
        try await NotifyStage.with(transport: away) { stage async throws -> Void in
            _ = try await self.ready(stage)
            #expect(try await stage.notify.sender.sendDue() == 1)
            #expect(try await stage.states().contains("case-opened email waiting"))
            let back = InMemoryMailTransport()
            stage.clock.advance(by: 30)
            #expect(try await stage.anotherNode(transport: back).sender.sendDue() == 1)
            #expect(back.mails.count == 1)
        }
    }

    @Test("Four senders on forty notices send each of them once")
    func parallel() async throws {
        let transport = InMemoryMailTransport()
        try await NotifyStage.with(transport: transport) { stage async throws -> Void in
            let first = Story(at: stage.clock.now)
            try await stage.publish(first.standard(), sequence: 1)
            for _ in 0..<40 {
                let story = Story(at: stage.clock.now)
                try await stage.publish(story.contact, sequence: 1)
                try await stage.publish(story.opened, sequence: 1)
            }
            try await stage.settled()
            let nodes = (0..<4).map { _ in stage.anotherNode(transport: transport) }
            let sent = try await withThrowingTaskGroup(of: Int.self) { group in
                for node in nodes { group.addTask { try await node.sender.sendDue() } }
                return try await group.reduce(0, +)
            }
            #expect(sent == 40)
            #expect(Set(transport.mails.map(\.messageID)).count == 40)
            #expect(transport.mails.count == 40)
        }
    }

    @Test("An address that no server takes fails at once and is shown")
    func badAddress() async throws {
        let transport = InMemoryMailTransport()
        try await NotifyStage.with(transport: transport) { stage async throws -> Void in
            _ = try await self.ready(stage, local: "sari\r\nRCPT TO:<semua")
            #expect(try await stage.notify.sender.sendDue() == 1)
            #expect(transport.mails.isEmpty)
            #expect(try await stage.states().contains("case-opened email failed"))
        }
    }

    @Test("The running sender is woken by a new notice and ends when it is told to")
    func running() async throws {
        let transport = InMemoryMailTransport()
        try await NotifyStage.with(transport: transport) { stage async throws -> Void in
            let sender = stage.notify.sender
            let running = Task { await sender.run() }
            _ = try await self.ready(stage)
            try await eventually("the mail is out") { transport.mails.count == 1 }
            running.cancel()
            await running.value
        }
    }

    @Test("A mail on which the server hangs does not hold up the others")
    func lanes() async throws {
        try await TestMailServer.with { server async throws -> Void in
            let lanes = try (0..<2).map { _ in try self.transport(server, timeout: .seconds(12)) }
            try await NotifyStage.with(transport: lanes[0]) { stage async throws -> Void in
                var parts = stage.parts
                parts.transports = lanes
                parts.patience = Patience(grace: .seconds(60))
                let sender = Notify(stage.means.dependencies, parts: parts).sender
                _ = try await self.ready(stage, local: "silent")
                let running = Task { await sender.run() }
                try await eventually("the silent one is in") { try server.mails().count == 1 }
                for _ in 1...5 { _ = try await self.ready(stage) }
                try await eventually(within: .seconds(11), "the others are out") { try server.mails().count == 6 }
                #expect(try await stage.states().filter { $0 == "case-opened email sending" }.count == 1)
                running.cancel()
                await running.value
                #expect(try await stage.states().contains("case-opened email in-doubt"), "its outcome was awaited")
            }
        }
    }

    @Test("A stop does not wait for a server that hangs; the mail is found as in doubt")
    func stopWhileHanging() async throws {
        try await TestMailServer.with { server async throws -> Void in
            let transport = try self.transport(server, timeout: .seconds(60))
            try await NotifyStage.with(transport: transport) { stage async throws -> Void in
                var parts = stage.parts
                parts.patience = Patience(grace: .milliseconds(100))
                let sender = Notify(stage.means.dependencies, parts: parts).sender
                _ = try await self.ready(stage, local: "silent")
                let running = Task { await sender.run() }
                try await eventually("the mail is in") { try server.mails().count == 1 }
                let start = ContinuousClock.now
                running.cancel()
                await running.value
                #expect(ContinuousClock.now - start < .seconds(10))
                stage.clock.advance(by: 3600)
                let restarted = stage.anotherNode(transport: InMemoryMailTransport()).sender
                #expect(try await restarted.sendDue() == 0)
                #expect(try await stage.states().contains("case-opened email in-doubt"))
                #expect(try server.mails().count == 1)
            }
        }
    }

    @Test("No name, address, number or content of a person stands in any log line")
    func logs() async throws {
        let log = CapturedLog()
        try await TestMailServer.with { server async throws -> Void in
            try await NotifyStage.with(transport: try self.transport(server), log: log) { stage async throws -> Void in
                for local in ["sari.rahasia", "rcpt550", "data451", "lost", "bad address"] {
                    _ = try await self.ready(stage, local: local)
                }
                try await stage.notify.sender.sendDue()
                stage.clock.advance(by: 86_400)
                try await stage.notify.sender.sendDue()
            }
        }
        #expect(log.text.contains("mail handed over") && log.text.contains("mail needs an operator"))
        for secret in [
            "Sari", "Rahasia", "rahasia", "contoh.go.id", "rcpt550", "data451", "6281298765432", "Harapan", "Yth.",
            "/penilaian/",
        ] { #expect(!log.text.contains(secret), "\(secret)") }
    }
}
