import AMQP
import Foundation
import TestSupport
import Testing

@testable import Messaging
@testable import layak

@Suite("What differs at the broker")
struct BrokerDriftTests {
    private let declared = BrokerDefinitions(.layak, passwordHashes: [:])

    @Test("A broker that has what is declared has no drift; other virtual hosts do not count")
    func same() throws {
        var found = try self.changed()
        #expect(self.declared.drift(in: found).isEmpty)
        found = try self.changed { exported in
            exported["vhosts"]?.append(["name": "else"])
            exported["queues"]?.append(
                ["name": "q", "vhost": "else", "durable": true, "auto_delete": false, "arguments": [String: String]()])
        }
        #expect(self.declared.drift(in: found).isEmpty)
    }

    @Test("A virtual host that is missing is one difference")
    func virtualHost() throws {
        let found = try self.changed { $0["vhosts"] = [] }
        #expect(self.declared.drift(in: found).map(\.description) == ["virtual host layak: missing"])
    }

    @Test(
        "Each kind of thing that is missing is named",
        arguments: [
            ("bindings", "binding layak.events to queue observer.events by \"rating.#\": missing", "rating.#"),
            ("bindings", "binding layak.commands to queue review.commands by \"case.#\": missing", "case.#"),
            ("queues", "queue office.6104: missing", "office.6104"),
            ("exchanges", "exchange layak.channels: missing", "layak.channels"),
            ("policies", "policy parking: missing", "parking"),
            ("users", "user complaints: missing", "complaints"),
            ("permissions", "rights of complaints: missing", "complaints"),
            ("topic_permissions", "rights of notify by topic on layak.events: missing", "notify"),
        ])
    func missing(list: String, sentence: String, name: String) throws {
        let found = try self.changed { exported in
            exported[list]?.removeAll { part in
                [part["name"], part["routing_key"], part["user"]].contains { $0 as? String == name }
            }
        }
        #expect(self.declared.drift(in: found).map(\.description).contains(sentence))
    }

    @Test("A limit, a right and a tag that somebody changed are named with what they are")
    func changedParts() throws {
        let found = try self.changed { exported in
            exported["policies"] = exported["policies"]?.map { policy in
                guard policy["name"] as? String == "parking" else { return policy }
                return policy.merging(["definition": ["max-length": 7]]) { $1 }
            }
            exported["permissions"] = exported["permissions"]?.map { right in
                guard right["user"] as? String == "observer" else { return right }
                return right.merging(["read": ".*"]) { $1 }
            }
            exported["users"] = exported["users"]?.map { user in
                guard user["name"] as? String == "portal" else { return user }
                return user.merging(["tags": ["administrator"]]) { $1 }
            }
        }
        let drifts = self.declared.drift(in: found)
        #expect(drifts.map(\.subject) == ["policy parking", "rights of observer", "user portal"])
        #expect(drifts[0].difference.contains(#"{"max-length":7}"#))
        #expect(drifts[1].difference.contains(#""read":".*""#))
        #expect(drifts[2].difference == "is tagged administrator")
    }

    @Test("What nobody declared is named: contact data for the observer, a shovel, somebody else's rights")
    func besides() throws {
        let found = try self.changed { exported in
            exported["bindings"]?.append([
                "source": "layak.events", "vhost": "layak", "destination": "observer.events",
                "destination_type": "queue", "routing_key": "contact.#", "arguments": [String: String](),
            ])
            exported["parameters"]?.append(["component": "shovel", "vhost": "layak", "name": "drain"])
            exported["permissions"]?.append([
                "user": "guest", "vhost": "layak", "configure": ".*", "write": ".*", "read": ".*",
            ])
        }
        #expect(
            self.declared.drift(in: found).map(\.description) == [
                "binding layak.events to queue observer.events by \"contact.#\": not declared by Layak",
                "rights of guest: not declared by Layak", "shovel drain: not declared by Layak",
            ])
    }

    @Test("A binding deleted on a real broker, which hides behind the observer's, is named", .timeLimit(.minutes(1)))
    func deletedBinding() async throws {
        try await TestVirtualHost.withHost { host in
            // The shared broker must not get users; the administrator who made the virtual host has rights in it.
            let administrator = BrokerTopology.User(
                name: host.configuration.user, configure: ".*", write: ".*", read: ".*", topics: [])
            let layak = BrokerTopology.layak
            let topology = BrokerTopology(
                virtualHost: host.name, exchanges: layak.exchanges, queues: layak.queues, bindings: layak.bindings,
                policies: layak.policies, users: [administrator])
            let declared = BrokerDefinitions(topology, passwordHashes: [:])
            try await host.broker.manage(
                "POST", "definitions",
                body: String(decoding: try JSONEncoder().encode(declared.withoutUsers), as: UTF8.self))
            let tagged = BrokerDrift(
                subject: "user \(administrator.name)", difference: "is tagged administrator")
            #expect(declared.drift(in: try await self.exported()) == [tagged])

            try await host.broker.manage(
                "DELETE", "bindings/\(host.name)/e/layak.events/q/review.events/submission.%23")
            let lost = BrokerDrift(
                subject: #"binding layak.events to queue review.events by "submission.#""#, difference: "missing")
            #expect(declared.drift(in: try await self.exported()) == [lost, tagged])
        }
    }

    @Test("An address of the management API that is none is refused without repeating it")
    func address() {
        for text in ["", "amqp://a:b@localhost:1", "http://localhost:15672", "http://geheim@localhost:15672"] {
            let error = #expect(throws: DefinitionsUnavailable.self) { try ManagementAddress(text) }
            #expect(error?.description.contains("geheim") == false)
        }
    }

    /// As an operator's tool gets them.
    private func exported() async throws -> BrokerDefinitions {
        let address = ProcessInfo.processInfo.environment["LAYAK_TEST_AMQP_MANAGEMENT"] ?? ""
        return try JSONDecoder().decode(
            BrokerDefinitions.self, from: try await ManagementAddress(address).definitions())
    }

    /// The definitions that are declared, as a broker would export them, after somebody's hand.
    private func changed(
        _ change: (inout [String: [[String: Any]]]) -> Void = { _ in }
    ) throws -> BrokerDefinitions {
        let json = try JSONSerialization.jsonObject(with: try JSONEncoder().encode(self.declared))
        var exported = try #require(json as? [String: [[String: Any]]])
        change(&exported)
        return try JSONDecoder().decode(
            BrokerDefinitions.self, from: try JSONSerialization.data(withJSONObject: exported))
    }
}

extension BrokerDefinitions {
    /// To import what is declared where the users are not ours.
    fileprivate var withoutUsers: BrokerDefinitions {
        var without = self
        without.users = []
        without.permissions = []
        return without
    }
}
