import Contracts
import Foundation
import Messaging
import Testing

@Suite("The envelope in message properties")
struct EnvelopeTests {
    private static let envelope = Envelope(
        id: MessageID(UUID()), type: "submission.submitted.v1", source: .intake,
        time: Date(timeIntervalSince1970: 1_790_000_000.25), subject: "0190a1b2-0000-7000-8000-000000000001",
        sequence: 7,
        causationID: MessageID(UUID()), correlationID: "exchange-1",
        traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", replyTo: "portal.replies")

    @Test("An envelope comes back from its properties as it was")
    func roundTrip() throws {
        let read = try Envelope(reading: Self.envelope.properties, as: .event, receivedAt: .distantPast)
        #expect(read == Self.envelope)
    }

    @Test("The properties bear the names of the published language")
    func names() {
        let properties = Self.envelope.properties
        #expect(properties.messageID == Self.envelope.id.description)
        #expect(properties.type == "submission.submitted.v1")
        #expect(properties.appID == "intake")
        #expect(properties.correlationID == "exchange-1")
        #expect(properties.replyTo == "portal.replies")
        #expect(properties.timestamp == Date(timeIntervalSince1970: 1_790_000_000))
        #expect(properties.headers["time"] == .string("2026-09-21T14:13:20.250Z"))
        #expect(properties.headers["sequence"] == .int64(7))
        #expect(
            Set(properties.headers.keys)
                == ["subject", "sequence", "time", "causationid", "correlationid", "traceparent"])
    }

    @Test("The actor's token is read but never written")
    func token() throws {
        var properties = Self.envelope.properties
        properties.headers["actor-token"] = .string("secret")
        let read = try Envelope(reading: properties, as: .command, receivedAt: .distantPast)
        #expect(read.actorToken?.reveal() == "secret")
        #expect(read.properties.headers["actor-token"] == nil)
        #expect(properties.withoutSecrets.headers["actor-token"] == nil)
    }

    @Test(
        "A missing part is named",
        arguments: ["message_id", "type", "app_id", "subject", "sequence", "time"])
    func missing(part: String) {
        var properties = Self.envelope.properties
        switch part {
        case "message_id": properties.messageID = nil
        case "type": properties.type = ""
        case "app_id": properties.appID = nil
        case "time":
            properties.headers["time"] = nil
            properties.timestamp = nil
        default: properties.headers[part] = nil
        }
        #expect(throws: EnvelopeFault(part: part, isMissing: true)) {
            try Envelope(reading: properties, as: .event, receivedAt: .distantPast)
        }
    }

    @Test(
        "A malformed part is named",
        arguments: [
            ("message_id", HeaderValue.string("42")), ("type", .string("Bad Type")), ("sequence", .int64(0)),
            ("sequence", .string("seven")), ("subject", .int64(1)), ("subject", .string("a\u{0}b")),
            ("subject", .string(String(repeating: "x", count: 256))), ("time", .string("31 February")),
            ("causationid", .string("no uuid")), ("correlation_id", .string("a\u{0}")), ("reply_to", .string("\n")),
        ])
    func malformed(part: String, value: HeaderValue) {
        var properties = Self.envelope.properties
        switch part {
        case "message_id": properties.messageID = value.string
        case "type": properties.type = value.string
        case "correlation_id": properties.correlationID = value.string
        case "reply_to": properties.replyTo = value.string
        default: properties.headers[part] = value
        }
        #expect(throws: EnvelopeFault(part: part, isMissing: false)) {
            try Envelope(reading: properties, as: .event, receivedAt: .distantPast)
        }
    }

    @Test("A command needs only an identifier and a type")
    func bareCommand() throws {
        let properties = MessageProperties(type: "case.take.v1", messageID: UUID().uuidString, userID: "office-6104")
        let now = Date(timeIntervalSince1970: 5)
        let read = try Envelope(reading: properties, as: .command, receivedAt: now)
        #expect(read.source.name == "office-6104")
        #expect(read.time == now)
        #expect(read.subject.isEmpty && read.sequence == nil)
    }

    @Test("A malformed trace is dropped and the message is kept", arguments: ["", "00-xyz", "00-0-0-01", "ff-a-b-c"])
    func trace(text: String) throws {
        var properties = Self.envelope.properties
        properties.headers["traceparent"] = .string(text)
        #expect(try Envelope(reading: properties, as: .event, receivedAt: .distantPast).traceparent == nil)
    }

    @Test("Whatever the properties are, reading them ends with an envelope or a reason")
    func anything() {
        var random = SystemRandomNumberGenerator()
        let values: [HeaderValue] = [
            .string(""), .string("\u{0}"), .int64(.min), .int64(.max), .bool(true), .bytes([0xFF, 0]), .bytes([]),
            .timestamp(.distantFuture), .string(UUID().uuidString), .string("é\u{301}"),
        ]
        let texts: [String?] = [nil, "", "\u{0}", UUID().uuidString, "a.b.v1", String(repeating: "🦆", count: 90)]
        for _ in 0..<2000 {
            var properties = MessageProperties(
                type: texts.randomElement(using: &random) ?? nil, messageID: texts.randomElement(using: &random) ?? nil,
                correlationID: texts.randomElement(using: &random) ?? nil,
                replyTo: texts.randomElement(using: &random) ?? nil, appID: texts.randomElement(using: &random) ?? nil)
            for name in ["subject", "sequence", "time", "causationid", "correlationid", "traceparent", "actor-token"]
            where Bool.random(using: &random) {
                properties.headers[name] = values.randomElement(using: &random)
            }
            for kind in [MessageKind.event, .command, .notice] {
                // Refusing is one of the two right answers; the other is looked at below.
                guard let read = try? Envelope(reading: properties, as: kind, receivedAt: .now) else { continue }
                #expect(read.correlationID?.utf8.contains(0) != true)
                #expect(kind != .event || (read.sequence ?? 0) >= 1)
            }
        }
    }
}
