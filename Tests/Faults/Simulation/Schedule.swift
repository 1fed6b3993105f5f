import Seeds

/// Everything that is decided before a run begins: what the services write and what goes wrong. A shorter schedule is made
/// by leaving things out.
struct Schedule: Sendable {
    let seed: UInt64
    var writes: [Write]
    var faults: [Fault]

    /// One business transaction that publishes the next event of a subject.
    struct Write: Sendable, Hashable {
        var number: Int
        var at: Micros
        var service: Int
        var subject: Int
        /// From drawing the row's number to the commit.
        var openFor: Micros
        var isRolledBack: Bool
        /// How many attempts of its handler fail before one succeeds.
        var failures: Int
        /// How often handling it kills the process.
        var crashes: Int
        /// Arms a timer, due so much later.
        var timer: Micros?
    }

    /// One thing that goes wrong, for a while.
    struct Fault: Sendable, Hashable {
        var number: Int
        var at: Micros
        var lasts: Micros
        var kind: Kind
        var service: Int
        var node: Int

        enum Kind: String, CaseIterable, Sendable {
            case nodeKilled, nodeFrozen, connectionsCut, brokerDown, brokerBlocked, brokerWiped, bindingLost,
                queueRefuses
            case confirmsSwallowed, queueDuplicated, queueShuffled, networkSlow, databaseCrashed, databaseDown,
                sessionEnded
            case answersLost, clockJumped
        }
    }

    /// Whether nothing goes wrong that ends a process or a connection.
    var isCalm: Bool { self.faults.isEmpty && self.writes.allSatisfy { $0.crashes == 0 } }

    /// After this moment nothing new goes wrong.
    static let calm: Micros = .seconds(40)
    static let subjects = 4
    static let nodes = 2

    static func drawn(from seed: UInt64) -> Schedule {
        var random = SeededRandom(seed, 1)
        let count = 12 + random.below(28)
        // Few subjects and bursts: neighbours of one subject meet in one batch.
        var at: Micros = .milliseconds(100)
        let writes = (0..<count).map { number -> Write in
            at += random.chance(0.7) ? random.between(0, .milliseconds(20)) : random.between(0, .seconds(3))
            let isLong = random.chance(0.08)
            return Write(
                number: number, at: min(at, Self.calm - .seconds(2)), service: random.chance(0.8) ? 0 : 1,
                subject: random.below(Self.subjects),
                openFor: isLong ? random.between(.milliseconds(200), .seconds(8)) : random.between(200, 4_000),
                isRolledBack: random.chance(0.06),
                failures: random.chance(0.1) ? 1 + random.below(3) : 0,
                crashes: random.chance(0.02) ? 1 + random.below(8) : 0,
                timer: random.chance(0.2) ? random.between(.seconds(1), .seconds(20)) : nil)
        }
        let faults = (0..<random.below(9)).map { number in
            Fault(
                number: number, at: random.between(0, Self.calm - .seconds(15)),
                lasts: random.between(.milliseconds(100), .seconds(14)), kind: random.one(of: Fault.Kind.allCases),
                service: random.below(2), node: random.below(Self.nodes))
        }
        return Schedule(seed: seed, writes: writes, faults: faults.sorted { ($0.at, $0.number) < ($1.at, $1.number) })
    }
}
