import Foundation
import Mail
import Testing
import TestSupport

@Suite struct SMTPTransportTests {
    @Test("A mail that the server takes is sent, and arrives as it was written")
    func sent() async throws {
        try await TestMailServer.with { server in
            let transport = try smtp(server)
            let mail = try message(to: "sari", subject: "Surat rekomendasi – layak")
            #expect(await transport.send(mail) == .sent(code: 250))
            #expect(try server.mails() == [String(decoding: mail.rendered(), as: UTF8.self)])
        }
    }

    @Test(
        "A refusal before the text is told by its code",
        arguments: [("rcpt450", MailOutcome.temporary(code: 450)), ("rcpt550", .permanent(code: 550))])
    func refusedRecipient(local: String, outcome: MailOutcome) async throws {
        try await TestMailServer.with { server in
            let transport = try smtp(server)
            #expect(await transport.send(try message(to: local)) == outcome)
            #expect(await transport.send(try message(to: "sari")) == .sent(code: 250))
            #expect(try server.mails().count == 1)
        }
    }

    @Test(
        "A refusal after the text is told by its code",
        arguments: [("data451", MailOutcome.temporary(code: 451)), ("data554", .permanent(code: 554))])
    func refusedText(local: String, outcome: MailOutcome) async throws {
        try await TestMailServer.with { server in
            let transport = try smtp(server)
            #expect(await transport.send(try message(to: local)) == outcome)
            #expect(await transport.send(try message(to: "sari")) == .sent(code: 250))
            #expect(try server.mails().count == 1)
        }
    }

    @Test("A connection lost after the text leaves the mail in doubt, and the next one goes out")
    func lostAfterText() async throws {
        try await TestMailServer.with { server in
            let transport = try smtp(server)
            #expect(await transport.send(try message(to: "lost")) == .inDoubt)
            #expect(try server.mails().count == 1)
            #expect(await transport.send(try message(to: "sari")) == .sent(code: 250))
        }
    }

    @Test("A connection that breaks in the middle of the answer to the text leaves the mail in doubt")
    func tornAnswer() async throws {
        try await TestMailServer.with { server in
            let transport = try smtp(server)
            #expect(await transport.send(try message(to: "torn")) == .inDoubt)
            #expect(try server.mails().count == 1)
            #expect(await transport.send(try message(to: "sari")) == .sent(code: 250))
        }
    }

    @Test("Silence after the text leaves the mail in doubt within the deadline, and the next one goes out")
    func silentAfterText() async throws {
        try await TestMailServer.with { server in
            // Long enough for a handshake on a loaded machine; the silence lasts an hour.
            let transport = try smtp(server, timeout: .seconds(6))
            #expect(await transport.send(try message(to: "silent")) == .inDoubt)
            #expect(await transport.send(try message(to: "sari")) == .sent(code: 250))
        }
    }

    @Test("A server of another authority gets nothing")
    func otherAuthority() async throws {
        try await TestMailServer.with { server in
            let transport = try smtp(server, authority: server.otherAuthorityFile)
            #expect(await transport.send(try message(to: "sari")) == .misconfigured(.certificate))
            #expect(try server.mails().isEmpty)
        }
    }

    @Test("A missing authority file sends nothing")
    func missingAuthority() async throws {
        try await TestMailServer.with { server in
            let transport = try smtp(server, authority: "/nowhere/ca.pem")
            #expect(await transport.send(try message(to: "sari")) == .misconfigured(.certificate))
            #expect(try server.mails().isEmpty)
        }
    }

    @Test("A server without STARTTLS gets neither password nor mail")
    func noEncryption() async throws {
        try await TestMailServer.with(offersSTARTTLS: false) { server in
            let transport = try smtp(server)
            #expect(await transport.send(try message(to: "sari")) == .misconfigured(.noEncryption))
            #expect(try server.mails().isEmpty)
        }
    }

    @Test("A wrong password is told as such")
    func wrongPassword() async throws {
        try await TestMailServer.with { server in
            let transport = try smtp(server, password: "salah")
            #expect(await transport.send(try message(to: "sari")) == .misconfigured(.credentials))
            #expect(try server.mails().isEmpty)
        }
    }

    @Test("Without a listener the mail is not sent and may be tried again")
    func noListener() async throws {
        let transport = SMTPTransport(
            try SMTPConfiguration(url: "smtp://127.0.0.1:1", credentials: nil, authorityFile: "/dev/null"))
        let outcome = await transport.send(try message(to: "sari"))
        #expect(outcome == .unreachable)
        #expect(outcome.isRetriable)
    }

    @Test("A server that accepts the connection and never speaks is given up at the deadline")
    func silentPeer() async throws {
        let peer = try SilentPeer()
        defer { peer.close() }
        let transport = SMTPTransport(
            try SMTPConfiguration(
                url: "smtp://127.0.0.1:\(peer.port)", credentials: nil, authorityFile: "/dev/null",
                totalTimeout: .milliseconds(500)))
        #expect(await transport.send(try message(to: "sari")) == .unreachable)
    }

    @Test("Two hundred mails at once go out one after another over one transport, none twice")
    func many() async throws {
        try await TestMailServer.with { server in
            let transport = try smtp(server)
            let outcomes = try await withThrowingTaskGroup(of: MailOutcome.self) { group in
                for number in 1...200 {
                    let mail = try message(to: "sari", id: "notice-\(number)")
                    group.addTask { await transport.send(mail) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.allSatisfy { $0 == .sent(code: 250) })
            let ids = try server.mails().compactMap { $0.split(separator: "\r\n").first { $0.hasPrefix("Message-ID") } }
            #expect(Set(ids).count == 200)
        }
    }

    @Test(
        "Only smtp addresses with host and port are accepted",
        arguments: [
            "smtps://localhost:465", "smtp://localhost", "smtp://localhost:0", "smtp://local host:25", "smtp://a/b:25",
            "localhost:25", "smtp://user:secret@localhost:25", "",
        ])
    func badAddress(url: String) {
        #expect(throws: SMTPAddressError.self) {
            try SMTPConfiguration(url: url, credentials: nil, authorityFile: "/dev/null")
        }
    }

    @Test("Credentials and addresses cannot be printed by accident")
    func unprintable() throws {
        let configuration = try SMTPConfiguration(
            url: "smtp://localhost:25", credentials: .init(user: "layak", password: "rahasia"), authorityFile: "/ca")
        var dumped = "\(configuration)"
        dump(configuration, to: &dumped)
        dump(try message(to: "sari"), to: &dumped)
        #expect(!dumped.contains("rahasia"))
        #expect(!dumped.contains("sari@"))
    }
}
