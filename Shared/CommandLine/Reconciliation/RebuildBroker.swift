import AMQP
import ArgumentParser
import Foundation
import Messaging

/// `layak broker rebuild`
struct RebuildBroker: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Fills a broker that has lost all its data, from the outboxes of the services.",
        discussion: """
            First import the definitions file: users, rights and policies cannot be declared over AMQP. Then this declares \
            exchanges, queues and bindings at the broker that LAYAK_AMQP names, as user deploy, and orders every service to \
            compare everything with its consumers and to publish again what they lack. Answers to commands, work for \
            offices, updates of channels and facts that no service consumes are published again as far back as \
            --past-hours says, under their old message ids; their readers outside may get them twice. \
            The services do it by themselves, the oldest first; `layak reconcile show` says how far they are.

            \(OperatorAddress.help)
            """)

    @OptionGroup var size: BrokerSize

    @Option(help: "How far back messages for readers outside are published again.")
    var pastHours = 24

    @Flag(help: "Waits until nothing is missing; exit code 1 when that takes longer than --patience.")
    var wait = false

    @Option(help: "Seconds to wait for each service.")
    var patience = 300

    func run() async throws {
        let broker = try BrokerAddress.configuration(in: ProcessInfo.processInfo.environment)
        try await Topology(.layak(nodes: self.size.nodes)).declare(on: broker)
        let faces = try await ReconciliationFace.of()
        for face in faces {
            let (rebuild, isNew) = try await face.rebuild(pastHours: self.pastHours)
            if isNew {
                print(
                    "\(face.service): started: comparing everything, publishing again what was said since "
                        + rebuild.since)
            } else {
                print(
                    "\(face.service): comparing everything from the start; no new rebuild, \(rebuild.line), "
                        + "since \(rebuild.since). Ask again when it has finished, if that is not enough")
            }
        }
        guard self.wait else { return }
        try await ReconciliationFace.awaitRest(of: faces, patience: self.patience)
    }
}
