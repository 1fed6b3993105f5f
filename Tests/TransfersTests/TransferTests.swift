import Testing
import Transfers

@Suite("A transfer") struct TransferTests {
    @Test("speaks no scheme but those that it was told") func onlyItsSchemes() throws {
        let transfer = try #require(Transfer())
        let answer = transfer.perform([.url("http://127.0.0.1:1/"), .schemes("smtp"), .patience(.seconds(5))])
        #expect(answer.end == .unusable)
        #expect(answer.code == 0)
    }

    @Test("without an address cannot be made") func noAddress() throws {
        #expect(try #require(Transfer()).perform([.patience(.seconds(5))]).end == .unusable)
    }

    @Test("to where nobody listens has sent nothing, and says so in words") func nobodyListens() throws {
        let transfer = try #require(Transfer())
        let answer = transfer.perform([
            .url("smtp://127.0.0.1:1/sender"), .schemes("smtp"), .noProxy, .patience(.seconds(5)),
            .envelope(from: "<a@one.example>", to: "<b@two.example>"), .upload([UInt8]("Subject: x\r\n\r\n".utf8)),
        ])
        #expect(answer.end == .broken)
        #expect(answer.code == 0 && answer.body.isEmpty)
        #expect(!answer.hasSentAll)
        #expect(!answer.words.isEmpty)
    }

    @Test("forgets what the one before it was told") func forgets() throws {
        let transfer = try #require(Transfer())
        _ = transfer.perform([.url("http://127.0.0.1:1/"), .schemes("http"), .patience(.seconds(5))])
        #expect(transfer.perform([.patience(.seconds(5))]).end == .unusable)
    }
}
