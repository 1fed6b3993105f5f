import Contracts
import Foundation
import Messaging
import Testing

@Suite("The topology as data")
struct LayakTopologyTests {
    private let topology = BrokerTopology.layak

    @Test("Every event reaches the queue of each service that acts on it, and the observer, but for contact data")
    func events() {
        for entry in EventCatalogue.all {
            let reached = self.topology.queues(exchange: "layak.events", routingKey: entry.body.type.name)
            #expect(reached.isSuperset(of: entry.consumers.map { "\($0).events" }), "\(entry.body.type)")
            #expect(reached.contains("observer.events") == (entry.body.type.stream != "contact"), "\(entry.body.type)")
        }
        #expect(
            self.topology.queues(exchange: "layak.events", routingKey: "contact.verified.v1") == ["notify.events"])
    }

    @Test("Every command reaches the queue of the one service that carries it out, and no other")
    func commands() {
        for entry in CommandCatalogue.all {
            let reached = self.topology.queues(exchange: "layak.commands", routingKey: entry.body.type.name)
            #expect(reached == ["\(entry.service).commands"], "\(entry.body.type)")
        }
    }

    @Test("Replies go to the queue whose name is the key, worklists to their office alone")
    func outside() {
        #expect(self.topology.queues(exchange: "layak.replies", routingKey: "portal.replies") == ["portal.replies"])
        let entry = self.topology.queues(exchange: "layak.worklists", routingKey: "unit.6104.completeness")
        #expect(entry == ["office.6104"])
        #expect(self.topology.queues(exchange: "layak.worklists", routingKey: "unit.6105.completeness").isEmpty)
    }

    @Test("What services compare reaches the one that it is for, behind its events, and names its true sender")
    func reconciliation() throws {
        let services = Set(EventCatalogue.all.map(\.publisher.name))
        for service in services {
            let key = "\(service).anybody"
            let reached = self.topology.queues(exchange: "layak.reconciliation", routingKey: key)
            #expect(reached == ["\(service).events"])
        }
        for user in self.topology.users where user.name != "deploy" {
            let mayWrite = try user.matches(user.write, "layak.reconciliation")
            #expect(mayWrite == services.contains(user.name), "\(user.name)")
            for sender in services where mayWrite {
                let limits = user.topics.filter { $0.exchange == "layak.reconciliation" }
                let mayState = try limits.allSatisfy { try user.matches($0.write, "review.\(sender)") }
                #expect(mayState == (sender == user.name) && limits.count == 1, "\(user.name) \(sender)")
            }
        }
    }

    @Test("Each service may publish its own events and nobody else's")
    func rights() throws {
        for entry in EventCatalogue.all {
            for user in self.topology.users where user.name != "deploy" {
                let mayPublish =
                    try user.matches(user.write, "layak.events")
                    && user.topics.filter { $0.exchange == "layak.events" }.allSatisfy {
                        try user.matches($0.write, entry.body.type.name)
                    }
                #expect(mayPublish == (user.name == entry.publisher.name), "\(user.name) \(entry.body.type)")
            }
        }
    }

    @Test("Each command may be sent by the program of its sender, and by nobody else")
    func senders() throws {
        for sender in CommandCatalogue.Sender.allCases {
            #expect(CommandCatalogue.all.contains { $0.sender == sender }, "\(sender)")
        }
        for entry in CommandCatalogue.all {
            let allowed = try self.topology.users.filter { user in
                try user.name != "deploy" && user.matches(user.write, "layak.commands")
                    && user.topics.filter { $0.exchange == "layak.commands" }.allSatisfy {
                        try user.matches($0.write, entry.body.type.name)
                    }
            }
            let stated = self.topology.users.filter { $0.program?.sender == entry.sender }.map(\.name)
            #expect(!stated.isEmpty && Set(allowed.map(\.name)) == Set(stated), "\(entry.body.type)")
            for user in self.topology.users {
                let isAllowed = CommandSenders.layak.allows(user.name, toSend: entry.body.type)
                #expect(isAllowed == stated.contains(user.name), "\(user.name) \(entry.body.type)")
            }
        }
    }

    @Test("Whoever may send a command has a queue of its own for the answer, bound to its name")
    func answers() throws {
        for user in self.topology.users where try user.name != "deploy" && user.matches(user.write, "layak.commands") {
            let own = try self.topology.queues.map(\.name).filter { try user.matches(user.read, $0) }
            let answers = own.filter { self.topology.queues(exchange: "layak.replies", routingKey: $0) == [$0] }
            #expect(answers == [user.program?.replies ?? ""], "\(user.name)")
        }
        let updates = self.topology.queues(exchange: "layak.channels", routingKey: "channel.lapor.answered")
        #expect(updates == ["complaints.channels"])
    }

    @Test("The AsyncAPI document names each program with its kind and the queue of its answers")
    func programsAreDocumented() throws {
        let document = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Shared/Contracts/asyncapi.yaml")
        let text = try String(contentsOf: document, encoding: .utf8)
        var stated = 0
        for user in self.topology.users {
            guard let program = user.program else { continue }
            stated += 1
            let line = "      \(user.name): {sender: \(program.sender.rawValue), replies: \(program.replies)}\n"
            #expect(text.contains(line), "\(user.name)")
        }
        #expect(stated == text.components(separatedBy: ": {sender: ").count - 1)
    }

    @Test("Nobody but the deploy step may declare, and each queue is read by its own user only")
    func queues() throws {
        for user in self.topology.users where user.name != "deploy" { #expect(user.configure == "^$") }
        for queue in self.topology.queues {
            let readers = try self.topology.users.filter { try $0.name != "deploy" && $0.matches($0.read, queue.name) }
            #expect(readers.count == 1, "\(queue.name)")
        }
    }

    @Test("Exactly one policy applies to each queue, and every binding joins what is declared")
    func policies() throws {
        for queue in self.topology.queues {
            let matching = try self.topology.policies.filter { try queue.name.contains(Regex($0.pattern)) }
            #expect(matching.count == 1, "\(queue.name)")
            #expect(queue.arguments == ["x-queue-type": .text("quorum")])
        }
        let queues = Set(self.topology.queues.map(\.name))
        let exchanges = Set(self.topology.exchanges.map(\.name))
        for binding in self.topology.bindings {
            #expect(queues.contains(binding.queue) && exchanges.contains(binding.exchange), "\(binding)")
        }
        #expect(queues.count == self.topology.queues.count)
    }

    @Test("On three nodes every queue has three replicas, and nothing else differs")
    func threeNodes() throws {
        let cluster = BrokerTopology.layak(nodes: 3)
        #expect(cluster.queues.map(\.name) == self.topology.queues.map(\.name))
        for queue in cluster.queues {
            #expect(
                queue.arguments == ["x-queue-type": .text("quorum"), "x-quorum-initial-group-size": .number(3)],
                "\(queue.name)")
        }
        #expect(cluster.exchanges == self.topology.exchanges && cluster.bindings == self.topology.bindings)
        #expect(cluster.policies == self.topology.policies && cluster.users == self.topology.users)
    }

    @Test("Every policy says how often a message may come back: RabbitMQ 4 has a limit of its own otherwise")
    func deliveryLimits() {
        for policy in self.topology.policies { #expect(policy.definition["delivery-limit"] != nil, "\(policy.name)") }
    }
}

extension BrokerTopology.User {
    fileprivate func matches(_ pattern: String, _ name: String) throws -> Bool { try name.contains(Regex(pattern)) }
}
