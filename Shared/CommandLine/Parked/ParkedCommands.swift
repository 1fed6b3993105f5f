import ArgumentParser
import Foundation

/// `layak parked …`
struct ParkedCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parked", abstract: "Messages that a service has set aside: list, show, replay, discard.",
        discussion: OperatorAddress.help,
        subcommands: [
            ListParked.self, ShowParked.self, ReplayParked.self, DiscardParked.self, ListReplays.self, PauseReplay.self,
            ResumeReplay.self, CancelReplay.self,
        ])
}

/// `layak parked list`
struct ListParked: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Groups by cause with their counts, then the messages themselves.",
        discussion: "Without --service how many rest at each service, by cause.")

    @Option(help: "intake, review, notify or rating.", transform: OperatorAddress.service)
    var service: String?
    @OptionGroup var selection: ParkedSelectionOptions
    @Option(help: "Begin behind this number.")
    var after: Int?
    @Flag(help: "Print the service's answer as it is.")
    var json = false

    func validate() throws {
        guard self.service != nil || (self.after == nil && !self.json) else {
            throw ValidationError("--after and --json are about one service: say --service")
        }
    }

    func run() async throws {
        guard let service = self.service else { return try await self.overview() }
        let client = try await OperatorAddress(service: service).signIn()
        var query = self.selection.query
        query["after"] = self.after.map(String.init)
        let data = try await client.get("parked", query)
        if self.json { return print(String(decoding: data, as: UTF8.self)) }
        for line in try JSONDecoder().decode(ParkedList.self, from: data).lines { print(line) }
    }

    private func overview() async throws {
        for client in try await OperatorAddress.signIn(to: []) {
            let data = try await client.get("parked", self.selection.query)
            let list = try JSONDecoder().decode(ParkedList.self, from: data)
            print("\(client.service): \(list.total) parked")
            for line in list.causes { print("  \(line)") }
        }
    }
}

/// `layak parked show`
struct ShowParked: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One message with its history, its body masked, as JSON.",
        discussion: "With --body the body as it arrived instead; that you asked, and why, is written down.")

    @OptionGroup var target: ServiceOption
    @Argument(help: "The message's number in the list.")
    var id: Int
    @Flag(help: "The whole body with the personal data in it. Needs --reason.")
    var body = false
    @Option(help: "Why you need to see the body.")
    var reason: String?

    func validate() throws {
        guard !self.body || self.reason != nil else { throw ValidationError("--body needs --reason") }
    }

    func run() async throws {
        let client = try await OperatorAddress(service: self.target.service).signIn()
        let data =
            self.body
            ? try await client.post("parked/\(self.id)/body", ["reason": self.reason ?? ""])
            : try ParkedJSON.readable(try await client.get("parked/\(self.id)"))
        FileHandle.standardOutput.write(data + Data("\n".utf8))
    }
}

/// `layak parked discard`
struct DiscardParked: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard",
        abstract: "Takes a message off the list for good; it stays in the table, with your reason.")

    @OptionGroup var target: ServiceOption
    @Argument(help: "The message's number in the list.")
    var id: Int
    @Option(help: "Why nobody will miss it.")
    var reason: String

    func run() async throws {
        let client = try await OperatorAddress(service: self.target.service).signIn()
        _ = try await client.post("parked/\(self.id)/discard", ["reason": self.reason])
        print("\(self.id) discarded")
    }
}
