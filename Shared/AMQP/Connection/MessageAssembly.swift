/// Puts methods, headers and bodies of one channel together. Pure: frames go in, events come out.
struct MessageAssembly {
    private enum Opening {
        case deliver(number: UInt64, redelivered: Bool, exchange: String, routingKey: String)
        case returned(code: UInt16, text: String)
    }

    private enum Phase {
        case idle
        case needsHeader(Opening)
        case needsBody(Opening, AMQPProperties, size: UInt64, soFar: [UInt8])
    }

    private var phase = Phase.idle

    /// Takes the next frame.
    ///
    /// - Returns: what it completes, if anything.
    /// - Throws: ``AMQPError`` with `.protocolViolation` for a frame that cannot stand here; the connection must be dropped.
    mutating func take(_ frame: InboundFrame) throws -> InboundEvent? {
        switch (frame, self.phase) {
        // Channel 0 may speak in the middle of a message.
        case (.connectionClosed(let code, let text), _): return .connectionClosed(code: code, text: text)
        case (.blocked(let reason), _): return .blocked(reason: reason)
        case (.unblocked, _): return .unblocked
        // A channel that is closed finishes no message.
        case (.channelClosed(let code, let text), _): return .channelClosed(code: code, text: text)

        case (.deliver(let number, let redelivered, let exchange, let routingKey), .idle):
            self.phase = .needsHeader(
                .deliver(number: number, redelivered: redelivered, exchange: exchange, routingKey: routingKey))
            return nil
        case (.returned(let code, let text), .idle):
            self.phase = .needsHeader(.returned(code: code, text: text))
            return nil
        case (.settled(let number, let multiple, let isNack), .idle):
            return .settled(number: number, multiple: multiple, isNack: isNack)
        case (.cancelled, .idle): return .cancelled

        case (.header(let size, let properties), .needsHeader(let opening)):
            guard size > 0 else {
                self.phase = .idle
                return Self.event(opening, properties, body: [])
            }
            var room: [UInt8] = []
            // The size is the peer's claim: room for more than 1 MiB is made only as it arrives.
            room.reserveCapacity(Int(min(size, 1 << 20)))
            self.phase = .needsBody(opening, properties, size: size, soFar: room)
            return nil
        case (.body(let part), .needsBody(let opening, let properties, let size, var soFar)):
            self.phase = .idle  // gives up its copy, so that `soFar` grows in place
            soFar += part
            guard soFar.count <= size else { throw Self.violation("body longer than announced") }
            guard soFar.count == size else {
                self.phase = .needsBody(opening, properties, size: size, soFar: soFar)
                return nil
            }
            return Self.event(opening, properties, body: soFar)

        case (.unexpected(let method), _):
            throw Self.violation("unexpected method \(method >> 16).\(method & 0xFFFF)")
        default:
            throw Self.violation("a frame out of order")
        }
    }

    private static func event(_ opening: Opening, _ properties: AMQPProperties, body: [UInt8]) -> InboundEvent {
        switch opening {
        case .deliver(let number, let redelivered, let exchange, let routingKey):
            .delivered(
                number: number, redelivered: redelivered, exchange: exchange, routingKey: routingKey,
                properties: properties, body: body)
        case .returned(let code, let text):
            .returned(messageID: properties.messageID, code: code, text: text)
        }
    }

    private static func violation(_ what: String) -> AMQPError {
        AMQPError(code: .protocolViolation, message: "the broker broke the protocol: \(what)")
    }
}
