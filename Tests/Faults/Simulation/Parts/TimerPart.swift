import Foundation
import Messaging
import Seeds

/// Drives `TimerMachine` in one node; the rows behave as `TimerRow` says.
final class TimerPart: Part {
    private unowned let world: World
    private unowned let node: Node
    private let database: SimulatedDatabase
    private var machine = TimerMachine(lanes: 2, poll: .seconds(1), awayCap: .seconds(2))
    private var random: SeededRandom

    init(world: World, node: Node) {
        self.world = world
        self.node = node
        self.database = world.databases[node.service]
        self.random = SeededRandom(world.schedule.seed, 9, UInt64(node.service * 2 + node.index), UInt64(node.life))
    }

    func start() { self.feed(.tick) }

    private func feed(_ input: TimerMachine.Input) {
        for effect in self.machine.handle(input, now: VirtualDate.instant(self.world.now)) {
            switch effect {
            case .take(let limit): self.take(limit)
            case .fire(let claim): self.fire(claim)
            case .rest(let pause):
                self.world.post(to: self.node, at: self.world.now + Micros(pause)) { [weak self] in self?.feed(.tick) }
            }
        }
    }

    private var clock: Date { VirtualDate.at(self.database.clock) }

    private func take(_ limit: Int) {
        let luck = self.random.unit()
        self.database.transact(self.node) { [self] tables in
            var claims: [TimerMachine.Claim] = []
            for write in tables.timers.keys.sorted() where claims.count < limit {
                guard let attempt = tables.timers[write]?.take(at: self.clock, random01: luck) else { continue }
                if attempt > 1 { self.world.met(.timerTakenAgain) }
                claims.append(TimerMachine.Claim(name: "case", subject: "\(write)", attempt: attempt))
            }
            return claims
        } _: { [self] ending in
            if case .committed(let claims) = ending { self.feed(.taken(claims)) } else { self.feed(.takeFailed) }
        }
    }

    private func fire(_ claim: TimerMachine.Claim) {
        let write = Int(claim.subject) ?? -1
        self.database.transact(self.node) { [self] tables -> TimerMachine.Ending in
            guard tables.timers[write]?.fire(attempt: claim.attempt, at: self.clock) ?? false else {
                return .superseded
            }
            // A handler that fails at first.
            if claim.attempt <= self.world.write(write)?.failures ?? 0 { return .failed }
            tables.fired[write, default: 0] += 1
            self.world.checker.timerFired(write, times: tables.fired[write, default: 0])
            return .fired
        } rollsBack: {
            $0 == .failed
        } _: { [self] ending in
            if case .committed(let end) = ending {
                self.feed(.ended(claim, end))
            } else {
                self.feed(.ended(claim, .away))
            }
        }
    }
}
