import Testing

@testable import AMQP

@Suite("Confirm ledger")
struct ConfirmLedgerTests {
    private let start = ContinuousClock.now

    private func ledger(_ count: Int, ids: [String?] = []) -> ConfirmLedger<Int> {
        var ledger = ConfirmLedger<Int>()
        for number in 1...count {
            ledger.published(
                number, messageID: number <= ids.count ? ids[number - 1] : "m\(number)",
                at: self.start + .seconds(number))
        }
        return ledger
    }

    private func words(_ settled: [(Int, PublishOutcome)]) -> [String] { settled.map { "\($0.0) \($0.1)" } }

    @Test("One by one, out of order")
    func single() {
        var ledger = self.ledger(3)
        #expect(self.words(ledger.settled(2, multiple: false, isNack: false)) == ["2 confirmed"])
        #expect(self.words(ledger.settled(1, multiple: false, isNack: true)) == ["1 nacked"])
        #expect(ledger.oldestSentAt == self.start + .seconds(3))
        #expect(self.words(ledger.settled(3, multiple: false, isNack: false)) == ["3 confirmed"])
        #expect(ledger.count == 0)
        #expect(ledger.oldestSentAt == nil)
    }

    @Test("Multiple settles all up to the number, oldest first, and not what was settled before")
    func multiple() {
        var ledger = self.ledger(5)
        #expect(self.words(ledger.settled(2, multiple: false, isNack: true)) == ["2 nacked"])
        #expect(
            self.words(ledger.settled(4, multiple: true, isNack: false)) == [
                "1 confirmed", "3 confirmed", "4 confirmed",
            ])
        #expect(ledger.settled(4, multiple: true, isNack: false).isEmpty)
        #expect(ledger.count == 1)
    }

    @Test("Multiple with number 0 settles everything")
    func multipleZero() {
        var ledger = self.ledger(3)
        #expect(ledger.settled(0, multiple: true, isNack: true).map(\.0) == [1, 2, 3])
    }

    @Test("Settling twice, or a number that was never given out, changes nothing")
    func unknownNumbers() {
        var ledger = self.ledger(2)
        #expect(ledger.settled(9, multiple: false, isNack: false).isEmpty)
        #expect(ledger.settled(.max, multiple: true, isNack: false).map(\.0) == [1, 2])
        ledger.published(3, messageID: nil, at: self.start)
        #expect(ledger.settled(1, multiple: false, isNack: false).isEmpty)
        #expect(self.words(ledger.settled(3, multiple: false, isNack: false)) == ["3 confirmed"])
    }

    @Test("A return turns the following ack into returned, for the oldest message of that id only")
    func returned() {
        var ledger = self.ledger(3, ids: ["a", "a", "b"])
        ledger.returned(messageID: "a", code: 312, text: "NO_ROUTE")
        ledger.returned(messageID: "unheard of", code: 312, text: "NO_ROUTE")
        ledger.returned(messageID: nil, code: 312, text: "NO_ROUTE")
        let settled = ledger.settled(3, multiple: true, isNack: false)
        #expect(settled.map(\.1) == [.returned(code: 312, text: "NO_ROUTE"), .confirmed, .confirmed])
    }

    @Test("Two returns of one id mean both messages, and an id can be used again afterwards")
    func returnedTwice() {
        var ledger = self.ledger(2, ids: ["a", "a"])
        ledger.returned(messageID: "a", code: 312, text: "")
        ledger.returned(messageID: "a", code: 312, text: "")
        #expect(ledger.settled(2, multiple: true, isNack: false).allSatisfy { $0.1 == .returned(code: 312, text: "") })
        ledger.published(3, messageID: "a", at: self.start)
        #expect(self.words(ledger.settled(3, multiple: false, isNack: false)) == ["3 confirmed"])
    }

    @Test("When the channel is gone nobody knows, but of what came back; numbers go on")
    func failAll() {
        var ledger = self.ledger(4)
        _ = ledger.settled(2, multiple: false, isNack: false)
        ledger.returned(messageID: "m3", code: 312, text: "NO_ROUTE")
        let settled = ledger.failAll()
        #expect(settled.map(\.0) == [1, 3, 4])
        #expect(settled.map(\.1) == [.unknown, .returned(code: 312, text: "NO_ROUTE"), .unknown])
        #expect(ledger.failAll().isEmpty)
    }

    @Test("Clocks can be begun again after a time in which the broker took nothing")
    func clocks() {
        var ledger = self.ledger(2)
        ledger.restartClocks(at: self.start + .seconds(60))
        #expect(ledger.oldestSentAt == self.start + .seconds(60))
    }

    @Test("Whatever order the broker's words come in, each message is settled exactly once")
    func everyOrder() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let count = Int.random(in: 1...40, using: &random)
            var ledger = self.ledger(count)
            var seen: [Int] = []
            while seen.count < count {
                let number = UInt64.random(in: 0...UInt64(count + 2), using: &random)
                let multiple = number != 0 && Bool.random(using: &random)
                seen += ledger.settled(number, multiple: multiple, isNack: .random(using: &random)).map(\.0)
                if Int.random(in: 0..<50, using: &random) == 0 { seen += ledger.failAll().map(\.0) }
            }
            #expect(seen.sorted() == Array(1...count))
            #expect(ledger.count == 0)
        }
    }
}
