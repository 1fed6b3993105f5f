import ArgumentParser
import Foundation
import Messaging

/// `layak broker definitions`
struct PrintDefinitions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "definitions",
        abstract: "Prints the definitions file of RabbitMQ: virtual host, users, rights, topology, policies.",
        discussion: """
            Each user's password is taken from LAYAK_BROKER_PASSWORD_<USER> (upper case, hyphens as underscores, for \
            example LAYAK_BROKER_PASSWORD_OFFICE_6104) and printed as a salted hash only. Import the file with \
            `rabbitmqctl import_definitions`.
            """)

    @Flag(help: "Leaves the users' passwords out, for a caller that adds them.")
    var withoutPasswords = false

    @OptionGroup var broker: BrokerSize

    func run() throws {
        let topology = BrokerTopology.layak(nodes: self.broker.nodes)
        let hashes =
            try self.withoutPasswords
            ? [:]
            : BrokerPasswords(topology.users.map(\.name), in: ProcessInfo.processInfo.environment).hashes()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let json = try encoder.encode(BrokerDefinitions(topology, passwordHashes: hashes))
        print(String(decoding: json, as: UTF8.self))
    }
}
