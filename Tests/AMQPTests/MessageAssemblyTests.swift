import Testing

@testable import AMQP

@Suite("Putting frames together")
struct MessageAssemblyTests {
    private let deliver = InboundFrame.deliver(number: 7, redelivered: true, exchange: "x", routingKey: "a.b")
    private let properties = AMQPProperties(messageID: "m")

    private func events(_ frames: [InboundFrame]) throws -> [InboundEvent] {
        var assembly = MessageAssembly()
        return try frames.compactMap { try assembly.take($0) }
    }

    @Test("A delivery is method, header and as many bodies as announced")
    func delivery() throws {
        let events = try self.events([
            self.deliver, .header(bodySize: 5, properties: self.properties), .body([1, 2]), .body([]),
            .body([3, 4, 5]),
        ])
        #expect(
            events == [
                .delivered(
                    number: 7, redelivered: true, exchange: "x", routingKey: "a.b", properties: self.properties,
                    body: [1, 2, 3, 4, 5])
            ])
    }

    @Test("An empty body has no body frame, and the next message follows at once")
    func empty() throws {
        let one: [InboundFrame] = [self.deliver, .header(bodySize: 0, properties: self.properties)]
        #expect(try self.events(one + one).count == 2)
    }

    @Test("A return keeps the message's id and drops its body")
    func returned() throws {
        let events = try self.events([
            .returned(code: 312, text: "NO_ROUTE"), .header(bodySize: 1, properties: self.properties), .body([1]),
            .settled(number: 1, multiple: false, isNack: false),
        ])
        #expect(
            events == [
                .returned(messageID: "m", code: 312, text: "NO_ROUTE"),
                .settled(number: 1, multiple: false, isNack: false),
            ])
    }

    @Test("The connection may speak in the middle of a message")
    func interleaved() throws {
        let events = try self.events([
            self.deliver, .blocked(reason: "low on memory"), .header(bodySize: 1, properties: self.properties),
            .unblocked, .body([1]), .connectionClosed(code: 320, text: "forced"),
        ])
        #expect(events.count == 4)
        #expect(events[0] == .blocked(reason: "low on memory"))
        #expect(events[3] == .connectionClosed(code: 320, text: "forced"))
    }

    @Test("Frames that cannot stand where they stand are violations, never a crash")
    func outOfOrder() {
        let header = InboundFrame.header(bodySize: 2, properties: self.properties)
        let wrong: [[InboundFrame]] = [
            [.body([1])], [header], [self.deliver, self.deliver], [self.deliver, .body([1])],
            [self.deliver, header, header], [self.deliver, header, .body([1, 2, 3])],
            [self.deliver, .settled(number: 1, multiple: false, isNack: false)], [.unexpected(60 << 16 | 72)],
        ]
        for frames in wrong {
            #expect(throws: AMQPError.self, "\(frames)") { try self.events(frames) }
        }
    }

    @Test("Random sequences of frames end in events or violations")
    func random() {
        var generator = SystemRandomNumberGenerator()
        let frames: [InboundFrame] = [
            self.deliver, .returned(code: 1, text: ""), .header(bodySize: .max, properties: self.properties),
            .header(bodySize: 1, properties: self.properties), .body([1]), .body([]), .unblocked,
            .settled(number: 0, multiple: true, isNack: true), .cancelled(consumerTag: "t"),
        ]
        for _ in 0..<2_000 {
            var assembly = MessageAssembly()
            for _ in 0..<20 {
                // Refusing a sequence of frames is right; crashing is what is looked for.
                guard let frame = frames.randomElement(using: &generator), (try? assembly.take(frame)) != nil else {
                    break
                }
            }
        }
    }
}
