import Testing

@testable import AMQP

@Suite("Deliveries on their way", .timeLimit(.minutes(1)))
struct DeliveryBufferTests {
    private func delivery(_ number: UInt64) -> AMQPDelivery {
        AMQPDelivery(
            tag: .init(generation: 1, number: number), redelivered: false, exchange: "", routingKey: "",
            properties: AMQPProperties(), body: [])
    }

    @Test("They come out in order, to a reader before or after them")
    func order() async {
        let buffer = DeliveryBuffer()
        async let early = buffer.next()
        buffer.append(self.delivery(1))
        buffer.append(self.delivery(2))
        let first = await early
        let second = await buffer.next()
        #expect([first, second].compactMap { $0?.tag.number } == [1, 2])
        #expect(buffer.count == 0)
    }

    @Test("Those of a lost connection are dropped")
    func discard() async {
        let buffer = DeliveryBuffer()
        buffer.append(self.delivery(1))
        buffer.discardAll()
        buffer.append(self.delivery(2))
        #expect(await buffer.next()?.tag.number == 2)
    }

    @Test("The end lets every reader go, and nothing comes after it")
    func finish() async {
        let buffer = DeliveryBuffer()
        async let waiting = buffer.next()
        buffer.append(self.delivery(1))
        _ = await waiting
        async let last = buffer.next()
        buffer.finish()
        #expect(await last == nil)
        buffer.append(self.delivery(2))
        #expect(await buffer.next() == nil)
    }

    @Test("A cancelled reader is let go")
    func cancelled() async {
        let buffer = DeliveryBuffer()
        let reader = Task { await buffer.next() }
        reader.cancel()
        #expect(await reader.value == nil)
    }
}
