import AMQP
import ArgumentParser
import Foundation
import Messaging

/// `layak broker check`
struct CheckTopology: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Says what differs at the broker that LAYAK_AMQP names; exit code 1 when something does.",
        discussion: """
            Compares exchanges and queues with kinds and arguments, and changes nothing. Needs the user deploy; a user \
            without the right to configure checks with --existence. Bindings and policies cannot be seen over AMQP.
            """)

    @Flag(help: "Only whether everything is there, not with which arguments.")
    var existence = false

    func run() async throws {
        let broker = try BrokerAddress.configuration(in: ProcessInfo.processInfo.environment)
        let topology = Topology(.layak)
        let drifts = try await topology.check(on: broker, depth: self.existence ? .existence : .arguments)
        for drift in drifts { print(drift) }
        guard drifts.isEmpty else { throw ExitCode(1) }
        print("\(topology.exchanges.count) exchanges and \(topology.queues.count) queues are as they should be")
    }
}
