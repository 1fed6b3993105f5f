import AMQP
import ArgumentParser
import Foundation
import Messaging

/// `layak broker check`
struct CheckTopology: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Says what differs at the broker; exit code 1 when something does.",
        discussion: """
            Compares everything that is declared, bindings, policies and users' rights included, with the broker's \
            definitions, and names what is there besides. It gets them from the management API that \
            LAYAK_AMQP_MANAGEMENT names (http://user:password@host:port, an administrator), or from --exported: \
            rabbitmqctl --quiet export_definitions - | layak broker check --exported -

            Without either it asks the broker that LAYAK_AMQP names, and compares exchanges and queues only: nothing else \
            can be seen over AMQP. That needs the user deploy, or --existence for a user who may not configure.

            Nothing is ever changed.
            """)

    @Option(help: "File that `rabbitmqctl export_definitions` wrote; - for standard input.")
    var exported: String?

    @Flag(help: "Over AMQP: only whether everything is there, not with which arguments.")
    var existence = false

    @OptionGroup var broker: BrokerSize

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        if let exported = self.exported {
            try self.compare(try Self.read(exported))
        } else if let address = environment[ManagementAddress.variable], !address.isEmpty {
            try self.compare(try await ManagementAddress(address).definitions())
        } else {
            try await self.askOverAMQP(environment)
        }
    }

    private static func read(_ path: String) throws -> Data {
        path == "-"
            ? try FileHandle.standardInput.readToEnd() ?? Data() : try Data(contentsOf: URL(filePath: path))
    }

    private func compare(_ exported: Data) throws {
        let found: BrokerDefinitions
        do {
            found = try JSONDecoder().decode(BrokerDefinitions.self, from: exported)
        } catch {
            throw DefinitionsUnavailable(description: "these are not the definitions of a whole broker: \(error)")
        }
        let declared = BrokerDefinitions(.layak(nodes: self.broker.nodes), passwordHashes: [:])
        try self.say(declared.drift(in: found).map(\.description))
        print(
            "\(declared.exchanges.count) exchanges, \(declared.queues.count) queues, \(declared.bindings.count) bindings, "
                + "\(declared.policies.count) policies and the rights of \(declared.users.count) users are as they should be"
        )
    }

    private func askOverAMQP(_ environment: [String: String]) async throws {
        let broker = try BrokerAddress.configuration(in: environment)
        let topology = Topology(.layak(nodes: self.broker.nodes))
        let drifts = try await topology.check(on: broker, depth: self.existence ? .existence : .arguments)
        try self.say(drifts.map(\.description))
        print(
            "\(topology.exchanges.count) exchanges and \(topology.queues.count) queues are as they should be; "
                + "bindings, policies and rights were not seen")
    }

    private func say(_ drifts: [String]) throws {
        for drift in drifts { print(drift) }
        guard drifts.isEmpty else { throw ExitCode(1) }
    }
}
