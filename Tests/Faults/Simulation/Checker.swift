import Messaging

/// Keeps its own book of what was accepted and what took effect, and says when a promise is broken.
final class Checker {
    private unowned let world: World
    /// By id: every event whose transaction has committed.
    private var book: [Int64: Post] = [:]
    /// What the broker has confirmed at least once.
    private var safe: Set<Int64> = []
    private var effects: [Int64: Int] = [:]
    private var seen = [0, 0]
    private var seenRows = [0, 0]
    /// How often each was taken by a queue.
    private var arrivals: [Int64: Int] = [:]
    private var places: [String: Int64] = [:]
    /// Per lane, the last number that took effect or was parked.
    private var reached: [String: Int64] = [:]
    private var parkedPlaces: Set<String> = []

    init(world: World) { self.world = world }

    /// How many events have taken effect.
    var effectCount: Int { self.effects.count }

    /// A queue has taken a copy. Of one lane the next is published only when the one before is safe.
    func arrived(_ post: Post) {
        self.arrivals[post.id, default: 0] += 1
        if self.world.schedule.isCalm && self.arrivals[post.id] != 1 {
            self.world.violate(.doubled, "\(post.text) was published twice although nothing went wrong")
        }
        guard post.sequence > 1, let before = self.places["\(post.lane)#\(post.sequence - 1)"] else { return }
        if !self.safe.contains(before) {
            self.world.violate(.order, "\(post.text) was published before the one before it was safe")
        }
    }

    /// The broker has this message on disk.
    func taken(_ post: Post) {
        if self.book[post.id] == nil { self.world.violate(.phantom, "\(post.text) was published, never committed") }
        self.safe.insert(post.id)
    }

    func isSafe(_ id: Int64) -> Bool { self.safe.contains(id) }

    /// Looks at what a transaction has changed.
    func committed(_ service: Int, _ after: Tables) {
        while self.seenRows[service] < after.outbox.count {
            let post = after.outbox[self.seenRows[service]].post
            self.seenRows[service] += 1
            self.book[post.id] = post
            self.places["\(post.lane)#\(post.sequence)"] = post.id
        }
        while self.seen[service] < after.effects.count {
            let effect = after.effects[self.seen[service]]
            self.seen[service] += 1
            self.tookEffect(effect, at: service)
        }
    }

    private func tookEffect(_ post: Post, at service: Int) {
        self.world.note("\(service == 0 ? "a" : "b") applies \(post.text)")
        guard let written = self.book[post.id], written == post else {
            return self.world.violate(.phantom, "\(post.text) took effect, but nobody wrote it")
        }
        self.effects[post.id, default: 0] += 1
        if self.effects[post.id] != 1 {
            self.world.violate(.doubled, "\(post.text) took effect twice")
        }
        let reached = self.passParked(post.lane)
        if post.sequence != reached + 1 {
            self.world.violate(.order, "\(post.text) took effect after no. \(reached)")
        }
        self.reached[post.lane] = post.sequence
    }

    /// An event was given up: the lane goes on without it.
    func parked(_ post: Post, _ reason: ParkReason) {
        self.world.note("\(post.text) is parked: \(reason)")
        let crashes = self.world.write(post)?.crashes ?? 0
        // Its first beginnings were among others, who may have ended the process as well; from then on it was alone.
        let least = InboxRule.mostBegun - (InboxRule.aloneFrom - 1)
        if crashes < least || post.subject >= 100 {
            self.world.violate(
                .condemned, "\(post.text) was parked (\(reason)) although it ends no more than \(crashes) processes")
        }
        self.parkedPlaces.insert("\(post.lane)#\(post.sequence)")
    }

    /// What is parked holds up nobody.
    private func passParked(_ lane: String) -> Int64 {
        var reached = self.reached[lane, default: 0]
        while self.parkedPlaces.contains("\(lane)#\(reached + 1)") { reached += 1 }
        return reached
    }

    /// The broker forgets a message because the consumer says that it may.
    func acknowledged(_ post: Post) {
        if !self.world.databases[post.target].tables.inbox.hasSettled(post) {
            self.world.violate(.lost, "\(post.text) was acknowledged, but nothing remembers it")
        }
    }

    /// The relay has written down that it need not look at this row again.
    func passed(_ post: Post, isStuck: Bool) {
        if !isStuck && !self.safe.contains(post.id) {
            self.world.violate(.cursor, "the cursor passed \(post.text), which the broker has not confirmed")
        }
    }

    func timerFired(_ write: Int, times: Int) {
        if times > 1 { self.world.violate(.timer, "the timer of write \(write) fired \(times) times") }
    }

    /// What has not arrived yet; `nil` when everything is done and at rest.
    func missing() -> (rule: Violation.Rule, text: String)? {
        for post in self.book.values.sorted(by: { $0.id < $1.id }) where self.effects[post.id] == nil {
            if !self.world.databases[post.target].tables.inbox.isParked(post.id) {
                return (.lost, "\(post.text) has not taken effect")
            }
        }
        for service in 0..<2 {
            let tables = self.world.databases[service].tables
            if let write = tables.timers.keys.sorted().first(where: { tables.fired[$0] == nil }) {
                return (.liveness, "the timer of write \(write) has not fired")
            }
            if let what = tables.inbox.unfinished ?? tables.relay.unfinished {
                return (.liveness, what)
            }
            if let drift = tables.reconciliation.drift { return (.drift, drift) }
        }
        if !self.world.broker.isEmpty { return (.liveness, "messages are left in the broker") }
        return nil
    }
}
