import Contracts
import Foundation
import Messaging
import Seeds

/// A publisher, a consumer that lacks some of what was published, and a broker that loses what they say, as a seed says.
struct ComparedWorld {
    private(set) var machine: ReconciliationMachine
    /// What went wrong.
    private(set) var faults: [String] = []
    /// The rows that the consumer lacks.
    private(set) var missing: Set<Int64> = []
    private let rules: ReconciliationRules
    private var random: SeededRandom
    private var now = Date(timeIntervalSince1970: 1_790_000_000)
    private var published: Int64 = 0
    private var isCalm = false
    /// What the consumer answers later, as its backlog stands before the question.
    private var backlog: [(at: Date, name: MessageID, asked: [SequenceRange])] = []
    private var answersAfter: TimeInterval?

    init(seed: UInt64, rules: ReconciliationRules) {
        self.random = SeededRandom(seed: seed)
        self.rules = rules
        self.machine = ReconciliationMachine(at: self.now)
    }

    /// Writes rows down that the broker confirms, each of the one subject that there is.
    mutating func publish(_ count: Int64, arriving: Bool? = nil) {
        for _ in 0..<count {
            self.published += 1
            if !(arriving ?? self.chance(8)) { self.missing.insert(self.published) }
        }
    }

    /// Something happens.
    mutating func step() {
        switch Int.random(in: 0..<12, using: &self.random) {
        case 0: self.publish(Int64.random(in: 1...30, using: &self.random))
        case 1: self.hear(.request(isRepeated: self.chance(5)))
        case 2: self.hear(.order(self.chance(5) ? .full : .regular))
        default: self.goOn()
        }
    }

    /// The next moment at which there is something to do.
    mutating func goOn() {
        self.now = max(self.now, self.machine.dueAt)
        self.hear(.tick)
    }

    /// Nothing is lost any more, until everything there is has been compared.
    mutating func calm(ordering scope: ReconciliationMachine.Scope = .full) {
        self.isCalm = true
        // A walk that was already at its last question ends before what has been written since: the next one has that.
        for _ in 0..<(scope == .full ? 1 : 2) {
            self.hear(.order(scope))
            var steps = 0
            repeat {
                self.goOn()
                steps += 1
            } while self.machine.scope != nil && steps < 10_000
        }
        if self.machine.scope != nil { self.faults.append("the comparison does not end") }
        if !self.missing.isEmpty { self.faults.append("never arrived: \(self.missing.sorted())") }
        if self.machine.reconciled.row != self.published { self.faults.append("not reconciled to the end") }
        self.isCalm = false
    }

    /// A consumer that answers late and asks often, until the comparison is at its end.
    mutating func wait(answersAfter: TimeInterval, requestsEvery: TimeInterval) {
        self.isCalm = true
        self.answersAfter = answersAfter
        var request = self.now + requestsEvery
        var steps = 0
        while self.machine.scope != nil && steps < 5_000 {
            steps += 1
            let answer = self.backlog.first?.at ?? .distantFuture
            let next = min(self.machine.dueAt, answer, request)
            self.now = max(self.now, next)
            if next == answer {
                let (_, name, asked) = self.backlog.removeFirst()
                self.hear(self.reply(name, asked))
            } else if next == request {
                self.hear(.request(isRepeated: true))
                request = self.now + requestsEvery
            } else {
                self.hear(.tick)
            }
        }
        if self.machine.scope != nil { self.faults.append("the comparison does not end") }
        if self.machine.reconciled.row != self.published { self.faults.append("not reconciled to the end") }
        self.answersAfter = nil
        self.isCalm = false
    }

    /// Tells the machine, and does what it says.
    mutating func hear(_ input: ReconciliationMachine.Input) {
        var effects = self.machine.handle(input, now: self.now, rules: self.rules)
        var looks = 0
        while !effects.isEmpty {
            switch effects.removeFirst() {
            case .read where looks == 4: break
            case .read(let after, let through):
                looks += 1
                let window = self.window(after, through)
                effects += self.machine.handle(
                    .window(window, name: MessageID(UUID())), now: self.now, rules: self.rules)
            case .ask(let name, let asked): effects += self.answer(name, asked)
            case .sendAgain(let ranges, _, _, _):
                for row in ranges.flatMap({ $0.from...$0.through }) where self.isCalm || self.chance(8) {
                    self.missing.remove(row)
                }
            }
            let reconciled = self.machine.reconciled.row
            if let lost = self.missing.first(where: { $0 <= reconciled }) {
                self.faults.append("\(lost) counts as reconciled and has not arrived")
            }
        }
    }

    private mutating func answer(_ name: MessageID, _ asked: [SequenceRange]) -> [ReconciliationMachine.Effect] {
        guard self.isCalm || self.chance(8) else { return [] }
        if let answersAfter = self.answersAfter {
            self.backlog.append((self.now + answersAfter, name, asked))
            return []
        }
        self.now += 0.1
        return self.machine.handle(self.reply(name, asked), now: self.now, rules: self.rules)
    }

    private func reply(_ name: MessageID, _ asked: [SequenceRange]) -> ReconciliationMachine.Input {
        let missing = asked.flatMap { $0.from...$0.through }.filter { self.missing.contains($0) }
            .map { SequenceRange(stream: "case", subject: "a", from: $0, through: $0) }
        return .answer(question: name, missing: missing, waiting: 0, parked: 0)
    }

    /// A row's transaction, its identity and its place in the subject are the same number here.
    private func window(_ after: OutboxPosition, _ through: OutboxPosition?) -> ReconciliationMachine.Window {
        let last = through?.row ?? min(self.published, after.row + 10)
        let rows =
            last > after.row
            ? [SequenceRange(stream: "case", subject: "a", from: after.row + 1, through: last)] : []
        return ReconciliationMachine.Window(
            through: rows.isEmpty ? after : OutboxPosition(transaction: last, row: last), published: rows,
            isLast: through == nil && last == self.published)
    }

    private mutating func chance(_ ofTen: Int) -> Bool { Int.random(in: 0..<10, using: &self.random) < ofTen }
}
