import AMQP
import ArgumentParser
import Foundation
import Messaging

/// `layak broker declare`
struct DeclareTopology: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "declare",
        abstract: "Declares exchanges, queues and bindings at the broker that LAYAK_AMQP names; removes nothing.",
        discussion: "Needs the user deploy. Users, rights and policies are in the definitions file.")

    @OptionGroup var broker: BrokerSize

    func run() async throws {
        let broker = try BrokerAddress.configuration(in: ProcessInfo.processInfo.environment)
        let topology = Topology(.layak(nodes: self.broker.nodes))
        try await topology.declare(on: broker)
        print(
            "declared \(topology.exchanges.count) exchanges, \(topology.queues.count) queues, "
                + "\(topology.bindings.count) bindings")
    }
}
