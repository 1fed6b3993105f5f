import ArgumentParser
import Foundation

/// One block of one benchmark of the core. The driver in `Tests/Benchmarks/bench` calls it and judges what it prints.
@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "Benchmarks", abstract: "Runs one block of a benchmark; prints one JSON object a line.",
        subcommands: [
            Prepare.self, Fill.self, Drain.self, Preload.self, Handle.self, Transact.self, Flow.self, Pair.self,
            IdlePublish.self, CheckForms.self, Due.self,
        ])
}
