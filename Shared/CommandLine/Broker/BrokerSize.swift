import ArgumentParser

/// `--nodes`: on how many nodes each queue keeps a replica.
struct BrokerSize: ParsableArguments {
    @Option(help: "How many nodes the broker has: 1, 3, 5 or 7.")
    var nodes = 1

    func validate() throws {
        guard [1, 3, 5, 7].contains(self.nodes) else {
            throw ValidationError("--nodes is 1, 3, 5 or 7: with an even number no side of a split has a majority.")
        }
    }
}
