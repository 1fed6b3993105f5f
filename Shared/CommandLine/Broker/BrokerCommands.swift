import ArgumentParser

/// `layak broker …`
struct BrokerCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "broker", abstract: "Exchanges, queues, bindings, policies and users of the message broker.",
        subcommands: [PrintDefinitions.self, DeclareTopology.self, CheckTopology.self, RebuildBroker.self])
}
