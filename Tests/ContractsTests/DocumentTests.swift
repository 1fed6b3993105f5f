import Contracts
import Foundation
import Testing

/// The AsyncAPI document and the schemas say what the code does.
@Suite("Documents")
struct DocumentTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Shared/Contracts")

    static func asyncAPI() throws -> String {
        try String(contentsOf: self.root.appendingPathComponent("asyncapi.yaml"), encoding: .utf8)
    }

    @Test("Every event stands in the document with its publisher and its consumers")
    func eventsAreDocumented() throws {
        let text = try Self.asyncAPI()
        for entry in EventCatalogue.all {
            let key = Self.key(entry.body.type)
            let consumers = entry.consumers.map(\.name).sorted().joined(separator: ", ")
            let operation = """
                  \(entry.publisher)Publishes\(key):
                    action: send
                    channel: {$ref: '#/channels/events'}
                    messages: [{$ref: '#/channels/events/messages/\(key)'}]
                    x-publisher: \(entry.publisher)
                    x-consumers: [\(consumers)]
                """
            #expect(text.contains(operation), "\(entry.body.type)")
            #expect(text.contains("      name: \(entry.body.type)\n"))
        }
        #expect(text.components(separatedBy: "    x-consumers:").count - 1 == EventCatalogue.all.count)
    }

    @Test("The guide to adding an event shows one that exists")
    func theGuideNamesWhatExists() throws {
        let guide = try String(
            contentsOf: Self.root.deletingLastPathComponent().deletingLastPathComponent()
                .appendingPathComponent("CONTRIBUTING.md"), encoding: .utf8)
        let types = guide.matches(of: /`([a-z]+(?:\.[a-z-]+)+\.v[0-9]+)`/).map { String($0.1) }
        let bodies = guide.matches(of: /Outbox\.append\(([A-Z][A-Za-z]+)\(/).map { String($0.1) }
        #expect(!types.isEmpty && !bodies.isEmpty)
        for type in types { #expect(EventCatalogue.all.contains { $0.body.type.name == type }, "\(type)") }
        for body in bodies { #expect(EventCatalogue.all.contains { "\($0.body)" == body }, "\(body)") }
    }

    @Test("Every command stands in the document with its service and who may send it")
    func commandsAreDocumented() throws {
        let text = try Self.asyncAPI()
        for entry in CommandCatalogue.all {
            let key = Self.key(entry.body.type)
            let operation = """
                  \(entry.service)Accepts\(key):
                    action: receive
                    channel: {$ref: '#/channels/commands'}
                    messages: [{$ref: '#/channels/commands/messages/\(key)'}]
                    reply: {channel: {$ref: '#/channels/replies'}}
                    x-service: \(entry.service)
                    x-sender: \(entry.sender.rawValue)

                """
            #expect(text.contains(operation), "\(entry.body.type)")
            #expect(text.contains("      name: \(entry.body.type)\n"))
        }
        #expect(text.components(separatedBy: "    x-sender:").count - 1 == CommandCatalogue.all.count)
    }

    @Test("Every message has a schema, and every schema file is readable JSON")
    func schemasExist() throws {
        for body in GoldenTests.bodies {
            let file = Self.root.appendingPathComponent("schemas/\(body.type.name).json")
            let schema = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
            #expect(schema["title"] as? String == String(describing: body), "\(body.type)")
        }
    }

    @Test("A stream has one publisher, and every published type has a consumer or is terminal on purpose")
    func streamsHaveOnePublisher() {
        var publishers: [StreamName: ServiceName] = [:]
        for entry in EventCatalogue.all {
            let known = publishers[entry.body.type.stream]
            #expect(known == nil || known == entry.publisher, "\(entry.body.type)")
            publishers[entry.body.type.stream] = entry.publisher
        }
        // Nobody acts on a complaint before there is a desk for it; observers see that one was filed.
        let terminal = EventCatalogue.all.filter { $0.isTerminal }.map { $0.body.type.name }
        #expect(terminal == ["complaint.filed.v1"])
    }

    private static func key(_ type: MessageType) -> String {
        type.name.split(whereSeparator: { $0 == "." || $0 == "-" }).map { $0.prefix(1).uppercased() + $0.dropFirst() }
            .joined()
    }
}
