import Foundation
import Mutants
import Threading

/// `simulate [seeds]`: runs so many schedules and prints `seeds N …`; not 0 when a promise was broken.
///
/// - `SEED=n`: only this one, with its history.
/// - `FROM=n`: the first seed; 1 unless told.
/// - `SECONDS=n`: stop after so long, whatever is left.
@main
struct Simulate {
    static func main() async {
        Self.makeHashingRepeatable()
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["SEED"].flatMap({ UInt64($0) }) {
            exit(Self.runOne(seed))
        }
        let first = environment["FROM"].flatMap { UInt64($0) } ?? 1
        let count = CommandLine.arguments.dropFirst().first.flatMap { UInt64($0) } ?? 10_000
        let seconds = environment["SECONDS"].flatMap { Int($0) } ?? 3_600
        exit(await Self.runMany(first, count, seconds))
    }

    /// Swift draws the order of sets and dictionaries anew in every process, unless it is told not to before it starts: the
    /// program starts itself again, told so.
    private static func makeHashingRepeatable() {
        let name = "SWIFT_DETERMINISTIC_HASHING"
        guard ProcessInfo.processInfo.environment[name] == nil else { return }
        setenv(name, "1", 1)
        var arguments: [UnsafeMutablePointer<CChar>?] = CommandLine.arguments.map { strdup($0) }
        arguments.append(nil)
        execv("/proc/self/exe", arguments)
        print("simulate: cannot start itself again: \(String(cString: strerror(errno)))")
        exit(2)
    }

    private static func runOne(_ seed: UInt64) -> Int32 {
        let world = World(.drawn(from: seed), keepsHistory: true)
        let violation = world.run()
        for line in world.history.lines { print(line) }
        print(
            "seed \(seed): \(violation.map { "\($0.rule.rawValue): \($0.text)" } ?? "every promise kept")"
                + ", \(world.steps) steps, \(world.now.text)")
        return violation == nil ? 0 : 1
    }

    private struct Sum: Sendable {
        var seeds = 0
        var steps = 0
        var effects = 0
        var faults = 0
        var encounters = Encounters()
        var failure: (seed: UInt64, violation: Violation)?
    }

    private static func runMany(_ first: UInt64, _ count: UInt64, _ seconds: Int) async -> Int32 {
        let start = ContinuousClock.now
        let workers = UInt64(max(1, ProcessInfo.processInfo.activeProcessorCount))
        // Nobody looks at seeds behind one that breaks a promise, so the lowest that does is found, and soon.
        let end = Locked(first + count)
        var sum = Sum()
        await withTaskGroup(of: Sum.self) { group in
            for worker in 0..<workers {
                group.addTask { @concurrent in
                    var sum = Sum()
                    var seed = first + worker
                    while seed < end.withLock({ $0 }) && .now - start < .seconds(seconds) {
                        let (world, number) = (World(.drawn(from: seed), keepsHistory: false), seed)
                        if let violation = world.run() {
                            sum.failure = (seed, violation)
                            end.withLock { $0 = min($0, number) }
                        }
                        sum.seeds += 1
                        sum.steps += world.steps
                        sum.effects += world.checker.effectCount
                        sum.faults += world.schedule.faults.count
                        sum.encounters.add(world.encounters)
                        seed += workers
                    }
                    return sum
                }
            }
            for await part in group {
                sum.seeds += part.seeds
                sum.steps += part.steps
                sum.effects += part.effects
                sum.faults += part.faults
                sum.encounters.add(part.encounters)
                if let failure = part.failure, sum.failure.map({ failure.seed < $0.seed }) ?? true {
                    sum.failure = failure
                }
            }
        }
        let took = (.now - start) / .seconds(1)
        if let failure = sum.failure { Self.show(failure.seed, failure.violation) }
        print("met: \(sum.encounters.text)")
        // Few seeds need not meet everything; many must.
        let isBlind = sum.seeds >= 1_000 && !sum.encounters.missing.isEmpty
        if isBlind { print("never met: \(sum.encounters.missing.map(\.text).joined(separator: ", "))") }
        let speed = Int(Double(sum.seeds) / max(took, 0.001) * 60)
        print(
            "seeds \(sum.seeds), faults \(sum.faults), events applied \(sum.effects), steps \(sum.steps), "
                + "violations \(sum.failure == nil ? 0 : 1), \(Int(took.rounded())) s, \(speed) schedules a minute")
        return sum.failure == nil && !isBlind ? 0 : 1
    }

    /// Prints the shortest history that still breaks the promise.
    private static func show(_ seed: UInt64, _ violation: Violation) {
        print("seed \(seed) breaks \(violation.rule.rawValue): \(violation.text)")
        var shrinking = Shrinking()
        let shortest = shrinking.shortest(.drawn(from: seed), breaking: violation.rule)
        let world = World(shortest, keepsHistory: true)
        _ = world.run()
        print(
            "its shortest history (\(shortest.writes.count) writes, \(shortest.faults.count) faults, "
                + "\(shrinking.tries) tries):")
        let lines = world.history.lines
        for line in lines.suffix(120) { print("  " + line) }
        print("repeat it whole: make simulate SEED=\(seed)")
    }
}
