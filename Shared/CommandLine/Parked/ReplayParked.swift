import ArgumentParser
import Foundation

/// `layak parked replay`
struct ReplayParked: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Lets parked events run again: one, a group, or all.",
        discussion: """
            The service does it, not this program: a run goes on when this program ends, and survives the service's own \
            death. It begins with one message, then five, then twenty, and stops by itself at the first that fails again. \
            No message has its effect twice.
            """)

    private struct Asked: Encodable {
        var ids: [Int]?
        var type: String?
        var reason: String?
        var queue: String?
        var subject: String?
        var text: String?
        var all: Bool?
        var perSecond: Double
    }

    @OptionGroup var target: ServiceOption
    @Argument(help: "Numbers of messages.")
    var ids: [Int] = []
    @OptionGroup var selection: ParkedSelectionOptions
    @Flag(help: "All that rest.")
    var all = false
    @Option(help: "Messages per second at most.")
    var rate = 10.0
    @Flag(help: "Watch until the run ends, pauses or stops; a stop is exit code 1.")
    var follow = false

    func validate() throws {
        let selects = !self.ids.isEmpty || !self.selection.query.isEmpty
        guard selects != self.all else {
            throw ValidationError("say which: numbers, --type, --reason, --queue, --case, --text, or --all alone")
        }
    }

    func run() async throws {
        let client = try await OperatorAddress(service: self.target.service).signIn()
        let asked = Asked(
            ids: self.ids.isEmpty ? nil : self.ids, type: self.selection.type, reason: self.selection.reason,
            queue: self.selection.queue, subject: self.selection.subject, text: self.selection.text,
            all: self.all ? true : nil, perSecond: self.rate)
        var run = try JSONDecoder().decode(ReplayState.self, from: try await client.post("replays", asked))
        print(run.line)
        guard self.follow else { return }
        while run.state == "running" {
            try await Task.sleep(for: .seconds(1))
            run = try JSONDecoder().decode(ReplayState.self, from: try await client.get("replays/\(run.id)"))
            print(run.line)
        }
        if run.state == "stopped" { throw ExitCode(1) }
    }
}

/// `layak parked runs`
struct ListReplays: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "runs", abstract: "The latest replay runs.")

    @OptionGroup var target: ServiceOption

    func run() async throws {
        let client = try await OperatorAddress(service: self.target.service).signIn()
        let states = try JSONDecoder().decode(ReplayStates.self, from: try await client.get("replays"))
        for run in states.replays { print(run.line) }
    }
}

/// What the commands that change a run share.
private func change(_ run: String, _ verb: String, at service: String) async throws {
    guard let id = UUID(uuidString: run) else { throw ValidationError("a run is named by its UUID") }
    let client = try await OperatorAddress(service: service).signIn()
    let data = try await client.post("replays/\(id.uuidString.lowercased())/\(verb)", [String: String]())
    print(try JSONDecoder().decode(ReplayState.self, from: data).line)
}

/// `layak parked pause`
struct PauseReplay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Lets a run release nothing more for now.")

    @OptionGroup var target: ServiceOption
    @Argument(help: "The run.")
    var id: String

    func run() async throws { try await change(self.id, "pause", at: self.target.service) }
}

/// `layak parked resume`
struct ResumeReplay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Lets a paused or stopped run go on, beginning with one message.")

    @OptionGroup var target: ServiceOption
    @Argument(help: "The run.")
    var id: String

    func run() async throws { try await change(self.id, "resume", at: self.target.service) }
}

/// `layak parked cancel`
struct CancelReplay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Ends a paused or stopped run; what it has not released rests on.")

    @OptionGroup var target: ServiceOption
    @Argument(help: "The run.")
    var id: String

    func run() async throws { try await change(self.id, "cancel", at: self.target.service) }
}
