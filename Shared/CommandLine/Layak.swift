import ArgumentParser

/// The operator's tool.
@main
struct Layak: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "layak", abstract: "Operates Layak.", subcommands: [BrokerCommands.self])
}
