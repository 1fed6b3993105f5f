import ArgumentParser

/// `layak reconcile …`
struct ReconcileCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile", abstract: "Compares what services have published with what has arrived.",
        subcommands: [ShowReconciliation.self, RunReconciliation.self])
}

/// `layak reconcile show`
struct ShowReconciliation: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Says how the comparisons stand; exit code 1 when something is missing.",
        discussion: OperatorAddress.help)

    @Argument(help: "The publishing services; all when none is named.", transform: OperatorAddress.service)
    var services: [String] = []

    func run() async throws {
        var drift = 0
        for face in try await ReconciliationFace.of(self.services) {
            let standing = try await face.standing()
            for line in standing.lines(of: face.service) { print(line) }
            drift += standing.drift
        }
        guard drift == 0 else { throw ExitCode(1) }
    }
}

/// `layak reconcile run`
struct RunReconciliation: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Compares now; what is missing is published again.",
        discussion: OperatorAddress.help)

    @Argument(help: "The publishing services; all when none is named.", transform: OperatorAddress.service)
    var services: [String] = []

    @Flag(help: "Compares everything that is kept, not only what is new.")
    var full = false

    @Flag(help: "Waits until nothing is missing; exit code 1 when that takes longer than --patience.")
    var wait = false

    @Option(help: "Seconds to wait for each service.")
    var patience = 120

    func run() async throws {
        let faces = try await ReconciliationFace.of(self.services)
        for face in faces { _ = try await face.order(full: self.full) }
        guard self.wait else {
            print("comparing; see layak reconcile show")
            return
        }
        try await ReconciliationFace.awaitRest(of: faces, patience: self.patience)
    }
}

extension ReconciliationFace {
    /// Waits for each, says how it stands, and ends with exit code 1 when one is not at rest.
    static func awaitRest(of faces: [ReconciliationFace], patience: Int) async throws {
        var isAtRest = true
        for face in faces {
            let standing = try await face.rest(within: .seconds(patience))
            for line in standing.lines(of: face.service) { print(line) }
            isAtRest = isAtRest && standing.isAtRest
        }
        guard isAtRest else { throw ExitCode(1) }
    }
}
