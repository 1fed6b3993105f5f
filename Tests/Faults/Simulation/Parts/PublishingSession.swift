import AMQP
import Messaging
import Seeds

/// The client's end of a publishing connection: the production ledger of confirms, the confirm deadline, a new connection
/// after the old one fails.
final class PublishingSession {
    private struct Batch {
        var posts: [Post]
        var reports: [PublishReport?]
        var deadline: Micros
        let answer: ([PublishReport]) -> Void
    }

    private struct Ticket {
        var batch: Int
        var index: Int
    }

    private static let confirmDeadline: Micros = .seconds(15)

    private unowned let world: World
    private unowned let node: Node
    private var channel: SimulatedBroker.Publishing?
    private var ledger = ConfirmLedger<Ticket>()
    private var batches: [Int: Batch] = [:]
    private var lastBatch = 0
    private var isBlocked = false
    private var attempts = 0
    private var isTicking = false
    private var random: SeededRandom

    init(world: World, node: Node) {
        self.world = world
        self.node = node
        self.random = SeededRandom(world.schedule.seed, 7, UInt64(node.service * 2 + node.index), UInt64(node.life))
    }

    /// Whether the broker takes messages, as far as one can know.
    var isReady: Bool { self.channel != nil && !self.isBlocked }

    func open() {
        guard self.channel == nil else { return }
        var opened: SimulatedBroker.Publishing?
        opened = self.world.broker.openPublisher(for: self.node) { [weak self] word in
            guard let self, let opened, self.channel === opened else { return }
            self.hear(word)
        }
        self.channel = opened
        self.ledger = ConfirmLedger()
        self.isBlocked = false
        guard opened == nil else {
            self.attempts = 0
            return
        }
        self.reopenLater()
    }

    private func reopenLater() {
        self.attempts += 1
        let pause = self.random.between(.milliseconds(20), .milliseconds(200 * Int64(min(self.attempts, 10))))
        self.world.post(to: self.node, at: self.world.now + pause) { [weak self] in self?.open() }
    }

    /// Answers with one report for each, in any case within the confirm deadline.
    func publish(_ posts: [Post], _ answer: @escaping ([PublishReport]) -> Void) {
        guard let channel else { return answer(posts.map { _ in .unknown }) }
        self.lastBatch += 1
        self.batches[self.lastBatch] = Batch(
            posts: posts, reports: posts.map { _ in nil }, deadline: self.world.now + Self.confirmDeadline,
            answer: answer)
        for (index, post) in posts.enumerated() {
            self.ledger.published(
                Ticket(batch: self.lastBatch, index: index), messageID: "\(post.id)",
                at: VirtualDate.instant(self.world.now))
            self.world.broker.publish(post, on: channel)
        }
        self.tickLater()
    }

    private func hear(_ word: SimulatedBroker.Word) {
        switch word {
        case .settled(let tag, let multiple, let isNack):
            self.finish(self.ledger.settled(tag, multiple: multiple, isNack: isNack))
        case .returned(let id):
            self.ledger.returned(messageID: "\(id)", code: 312, text: "NO_ROUTE")
        case .blocked(let isBlocked):
            self.isBlocked = isBlocked
            if !isBlocked { self.ledger.restartClocks(at: VirtualDate.instant(self.world.now)) }
        case .closed:
            self.fail("\(self.node.name): publishing connection is cut")
        }
    }

    private func fail(_ why: String) {
        self.world.note(why)
        if let channel { self.world.broker.close(channel) }
        self.channel = nil
        self.finish(self.ledger.failAll())
        for number in self.batches.keys.sorted() { self.abandon(number) }
        self.reopenLater()
    }

    private func finish(_ settled: [(Ticket, PublishOutcome)]) {
        for (ticket, outcome) in settled {
            guard var batch = self.batches[ticket.batch], batch.reports[ticket.index] == nil else { continue }
            let report: PublishReport =
                switch outcome {
                case .confirmed: .confirmed
                case .returned(let code, let text): .returned(code: code, text: text)
                case .nacked: .nacked
                case .unknown: .unknown
                }
            switch report {
            case .confirmed: break
            case .returned: self.world.met(.returned)
            case .nacked: self.world.met(.nacked)
            case .unknown: self.world.met(.inDoubt)
            }
            self.checkWord(report, batch.posts[ticket.index])
            batch.reports[ticket.index] = report
            self.batches[ticket.batch] = batch
            if batch.reports.allSatisfy({ $0 != nil }) { self.abandon(ticket.batch) }
        }
    }

    private func checkWord(_ report: PublishReport, _ post: Post) {
        self.world.note("\(self.node.name): \(post.text) is \(report)")
        if report == .confirmed && !self.world.checker.isSafe(post.id) {
            self.world.violate(.cursor, "\(post.text) counts as confirmed; the broker never said so")
        }
    }

    private func abandon(_ number: Int) {
        guard let batch = self.batches.removeValue(forKey: number) else { return }
        batch.answer(batch.reports.map { $0 ?? .unknown })
    }

    private func tickLater() {
        guard !self.isTicking else { return }
        self.isTicking = true
        self.world.post(to: self.node, at: self.world.now + .seconds(1)) { [weak self] in
            guard let self else { return }
            self.isTicking = false
            guard !self.batches.isEmpty else { return }
            let overdue = self.batches.filter { $0.value.deadline <= self.world.now }.keys.sorted()
            let limit = VirtualDate.instant(self.world.now - Self.confirmDeadline)
            if !overdue.isEmpty, !self.isBlocked, let oldest = self.ledger.oldestSentAt, oldest <= limit {
                self.fail("\(self.node.name): no confirm for 15 s")
            } else {
                for number in overdue { self.abandon(number) }
            }
            if !self.batches.isEmpty { self.tickLater() }
        }
    }
}
