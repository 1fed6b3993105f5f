import ArgumentParser
import Foundation

/// The tool of operators, and of everybody who wants to try the rules.
@main
struct Layak: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "layak", abstract: "Operates Layak, and answers by its rules without a server.",
        subcommands: [
            BrokerCommands.self,
            ParkedCommands.self,
            ReconcileCommands.self,
            CheckCommand.self,
            RouteCommand.self,
            SatisfactionCommand.self,
            DueCommand.self,
            FormCommands.self,
            StandardCommands.self,
        ])

    /// As ArgumentParser's own, but leaves by `_exit`: `exit` has libcrypto free what belongs to each of its threads, and
    /// a connection's thread that ends at that moment frees it too.
    static func main() async {
        var code = ExitCode.success
        do {
            var command = try Self.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            code = Self.exitCode(for: error)
            let text = Self.fullMessage(for: error)
            // Help that was asked for is an answer; everything else is a complaint.
            let output = code.isSuccess ? FileHandle.standardOutput : FileHandle.standardError
            if !text.isEmpty { output.write(Data((text + "\n").utf8)) }
        }
        fflush(nil)
        _exit(code.rawValue)
    }
}
