import Foundation
import Mail
import Testing
import TestSupport

/// What every transport promises, run over the real server and over the one in memory.
@Suite struct MailTransportContract {
    enum Implementation: CaseIterable { case smtp, memory }

    private func with(
        _ implementation: Implementation,
        _ body: (any MailTransport, _ taken: () throws -> [String]) async throws -> Void
    ) async throws {
        switch implementation {
        case .smtp:
            try await TestMailServer.with { server in
                try await body(try smtp(server, timeout: .seconds(8)), { try server.mails() })
            }
        case .memory:
            let transport = InMemoryMailTransport { message in
                switch message.to.address.reveal().prefix(7) {
                case "rcpt550": .permanent(code: 550)
                case "data451": .temporary(code: 451)
                case "silent@": .inDoubt
                default: .sent(code: 250)
                }
            }
            try await body(transport, { transport.mails.map { String(decoding: $0.rendered(), as: UTF8.self) } })
        }
    }

    @Test("A mail that was sent has been taken once, byte for byte", arguments: Implementation.allCases)
    func sent(implementation: Implementation) async throws {
        try await self.with(implementation) { transport, taken in
            let mail = try message(to: "sari")
            #expect(await transport.send(mail) == .sent(code: 250))
            let mails = try taken()
            #expect(mails == [String(decoding: mail.rendered(), as: UTF8.self)])
        }
    }

    @Test("A refused mail has not been taken", arguments: Implementation.allCases)
    func refused(implementation: Implementation) async throws {
        try await self.with(implementation) { transport, taken in
            var outcome = try await transport.send(message(to: "rcpt550"))
            #expect(outcome == .permanent(code: 550))
            outcome = try await transport.send(message(to: "data451"))
            #expect(outcome == .temporary(code: 451))
            let mails = try taken()
            #expect(mails.isEmpty)
        }
    }

    @Test("A mail in doubt may have been taken, and is never sent again by itself", arguments: Implementation.allCases)
    func inDoubt(implementation: Implementation) async throws {
        try await self.with(implementation) { transport, taken in
            var outcome = try await transport.send(message(to: "silent"))
            #expect(outcome == .inDoubt)
            outcome = try await transport.send(message(to: "sari", id: "other"))
            #expect(outcome == .sent(code: 250))
            let mails = try taken()
            #expect(mails.count == 2)
        }
    }
}
