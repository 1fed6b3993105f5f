import Mutants

/// What the relay decides, without a database, a broker or a clock: which rows are published now, when progress is written
/// down, what is put aside. One value serves one take-over; after any failure of the database it is thrown away and the
/// next one starts from the cursor.
///
/// Its rules:
/// - of one lane (stream and subject) at most one row is on its way, and the next goes out only after that one was
///   confirmed; lanes do not wait for each other;
/// - at most ``Limits/window`` rows are on their way;
/// - the cursor never passes a row that is neither confirmed nor put aside, and passes the latter only in the commit that
///   puts it aside;
/// - what nobody knows the fate of is published again, once the broker takes messages.
public struct RelayMachine: Sendable {
    /// The bounds of one relay.
    public struct Limits: Hashable, Sendable {
        /// Rows on their way: published, not yet answered.
        public var window = 512
        /// Rows handed to the broker in one call; smaller than the window, so that calls overlap.
        public var batch = 64
        /// Rows read at a time.
        public var page = 500
        /// Rows kept that cannot go out yet; above it nothing is read.
        public var readAhead = 1000
        /// Rows kept in all, confirmed ones behind an unconfirmed one included.
        public var kept = 16_384
        /// Progress is written when this many rows have been settled since …
        public var progressRows = 1000
        /// … or when the first of them was settled this long ago.
        public var progressAfter: Duration = .milliseconds(50)
        /// How often stuck rows are looked at.
        public var stuckLook: Duration = .seconds(1)
        /// The database hears of the relay at least this often; one that is not heard of is replaced.
        public var heartbeat: Duration = .seconds(2)

        /// The bounds in use.
        public init() {}
    }

    /// Where a row stands in the order in which rows are read.
    public struct Place: Hashable, Comparable, Sendable {
        /// The window, counted from 0 at the take-over.
        public var window: Int
        /// The row's identity.
        public var id: Int64

        /// A place in a window.
        public init(window: Int, id: Int64) {
            self.window = window
            self.id = id
        }

        public static func < (one: Place, other: Place) -> Bool { (one.window, one.id) < (other.window, other.id) }
    }

    /// A row as it was read.
    public struct Row: Hashable, Sendable {
        /// Where it stands.
        public var place: Place
        /// What keeps its order.
        public var lane: String

        /// A row with everything said.
        public init(place: Place, lane: String) {
            self.place = place
            self.lane = lane
        }
    }

    /// A row that is put aside.
    public struct StuckRow: Hashable, Sendable {
        /// The row's identity.
        public var id: Int64
        /// Its lane.
        public var lane: String
        /// Why: `returned-312`, `nacked`, `unknown`, or `behind` for one that waits for another of its lane.
        public var reason: String
        /// How often the broker refused it.
        public var attempts: Int

        /// A stuck row with everything said.
        public init(id: Int64, lane: String, reason: String, attempts: Int) {
            self.id = id
            self.lane = lane
            self.reason = reason
            self.attempts = attempts
        }
    }

    /// What is written in one transaction, under the relay's epoch.
    public struct Progress: Hashable, Sendable {
        /// How far everything is settled; `nil` when that has not changed.
        public var reached: Place?
        /// Rows put aside for the first time. One may be there already, from before the take-over.
        public var stuck: [StuckRow] = []
        /// Stuck rows that were refused or lost once more.
        public var again: [StuckRow] = []
        /// Stuck rows that a queue took at last.
        public var freed: [Int64] = []

        /// Progress up to a place, with nothing put aside.
        public init(reached: Place? = nil) { self.reached = reached }

        /// Whether losing the commit in a crash costs a repeated publication and nothing else.
        public var mayBeLost: Bool { self.stuck.isEmpty && self.again.isEmpty && self.freed.isEmpty }
    }

    /// What happened.
    public enum Input: Hashable, Sendable {
        /// The database is ours, with these rows put aside earlier.
        case tookOver(stuck: [StuckRow])
        /// The answer to ``Effect/read(limit:)``: the next rows, in order, and whether more are known to be there.
        case read([Row], isMore: Bool)
        /// There is nothing to publish up to this place, which lies behind all rows that have been read.
        case passed(Place)
        /// There may be new rows.
        case woken
        /// The broker's word on published rows.
        case reported([Int64: PublishReport])
        /// The broker takes messages.
        case brokerReady
        /// The answer to ``Effect/write(_:)``; a failed write ends the take-over instead.
        case written
        /// The answer to ``Effect/readStuck``: rows whose time has come, the first of each lane.
        case stuckRead([StuckRow])
        /// The answer to ``Effect/checkGrip``.
        case gripHeld
        /// Time has passed.
        case tick
        /// Publish nothing more; finish what is on its way.
        case stop
    }

    /// What is to be done. Each is answered by an input; several may be under way at a time.
    public enum Effect: Hashable, Sendable {
        /// Read the next rows.
        case read(limit: Int)
        /// Publish these rows, in this order, and report on each.
        case publish([Int64])
        /// Write down how far it is.
        case write(Progress)
        /// Read the stuck rows whose time has come.
        case readStuck
        /// Say `brokerReady` after this pause, once the broker takes messages.
        case awaitBroker(pause: Duration)
        /// See whether the database is still ours.
        case checkGrip
        /// Everything is written down; nothing follows.
        case finished
    }

    private enum State: Hashable, Sendable {
        case waiting
        case ready
        case onItsWay
        case settled
    }

    private struct Entry: Sendable {
        let row: Row
        var state: State
    }

    private enum Flight: Sendable {
        case row(Int)
        case again(StuckRow)
    }

    private let limits: Limits
    /// Rows beyond the cursor, oldest first; the first has the number `firstNumber`.
    private var entries: [Entry] = []
    private var head = 0
    private var firstNumber = 0
    /// Lanes with a row that is ready or on its way, and the numbers of the rows behind it.
    private var lanes: [String: [Int]] = [:]
    private var ready: [Int] = []
    private var readyHead = 0
    private var flights: [Int64: Flight] = [:]
    private var unsent = 0
    /// Lanes with rows put aside, and which.
    private var held: [String: Set<Int64>] = [:]
    private var retries: [StuckRow] = []
    private var pending = Progress()
    private var settledSince: ContinuousClock.Instant?
    private var settledCount = 0
    private var isActing = false
    private var isReading = false
    private var isWriting = false
    private var isReadingStuck = false
    private var isCheckingGrip = false
    private var mayBeMore = false
    private var wasWoken = false
    private var isBrokerReady = false
    private var isAwaitingBroker = false
    private var isStopping = false
    private var isFinished = false
    private var doubts = 0
    private var stuckLookedAt: ContinuousClock.Instant?
    private var heardAt: ContinuousClock.Instant?

    /// A machine that waits for the take-over.
    public init(limits: Limits = Limits()) { self.limits = limits }

    /// How many rows are on their way.
    public var inFlight: Int { self.flights.count }

    /// How many rows are put aside, as far as it is known.
    public var stuckCount: Int { self.held.values.reduce(0) { $0 + $1.count } }

    /// Whether all rows that were read are settled, and that is written down or about to be.
    public var isEmpty: Bool { self.entries.isEmpty && self.flights.isEmpty }

    /// Whether this row is on its way or waits to be sent once more; its message is needed as long.
    public func mayPublish(_ id: Int64) -> Bool {
        self.flights[id] != nil || self.retries.contains { $0.id == id }
    }

    /// Whether all rows that are known to be there have been read, so that only news can bring more.
    public var wantsNews: Bool { self.isActing && !self.isFinished && !self.isReading && !self.mayBeMore }

    /// When the machine wants a `tick` at the latest, if nothing else happens; `nil` when it wants none.
    public var nextTick: ContinuousClock.Instant? {
        guard self.isActing, !self.isFinished else { return nil }
        var next: [ContinuousClock.Instant] = []
        if !self.isWriting, let since = self.settledSince { next.append(since + self.limits.progressAfter) }
        if !self.held.isEmpty, self.mayLookAtStuck, let last = self.stuckLookedAt {
            next.append(last + self.limits.stuckLook)
        }
        if !self.isAskingDatabase, let heard = self.heardAt { next.append(heard + self.limits.heartbeat) }
        return next.min()
    }

    /// Takes in what happened.
    public mutating func handle(_ input: Input, now: ContinuousClock.Instant) -> [Effect] {
        switch input {
        case .tookOver(let stuck):
            self.isActing = true
            self.mayBeMore = true
            for row in stuck { self.held[row.lane, default: []].insert(row.id) }
            self.heard(now)
        case .read(let rows, let isMore):
            self.isReading = false
            self.heard(now)
            self.mayBeMore = isMore || self.wasWoken
            self.wasWoken = false
            for row in rows { self.take(row, now) }
        case .passed(let place):
            if self.isEmpty {
                self.pending.reached = place
                self.noteSettled(now)
            }
        case .woken:
            if self.isReading { self.wasWoken = true }
            self.mayBeMore = true
        case .reported(let reports): self.settle(reports, now)
        case .brokerReady:
            self.isBrokerReady = true
            self.isAwaitingBroker = false
        case .written:
            self.isWriting = false
            self.heard(now)
        case .stuckRead(let rows):
            self.isReadingStuck = false
            self.heard(now)
            self.retries = rows.filter { self.flights[$0.id] == nil }
        case .gripHeld:
            self.isCheckingGrip = false
            self.heard(now)
        case .tick: break
        case .stop: self.isStopping = true
        }
        return self.effects(now)
    }

    private mutating func heard(_ now: ContinuousClock.Instant) { self.heardAt = now }

    private var isAskingDatabase: Bool {
        self.isReading || self.isWriting || self.isReadingStuck || self.isCheckingGrip
    }

    // MARK: - Rows

    private mutating func take(_ row: Row, _ now: ContinuousClock.Instant) {
        let number = self.firstNumber + self.entries.count - self.head
        if self.held[row.lane] != nil {
            self.entries.append(Entry(row: row, state: .settled))
            self.putAside(row, reason: "behind", attempts: 0, now)
        } else if self.lanes[row.lane] != nil && !Mutation.isActive(.laterRowOvertakes) {
            self.entries.append(Entry(row: row, state: .waiting))
            self.lanes[row.lane]?.append(number)
            self.unsent += 1
        } else {
            self.entries.append(Entry(row: row, state: .ready))
            self.lanes[row.lane] = []
            self.ready.append(number)
            self.unsent += 1
        }
        self.advance()
    }

    private mutating func settle(_ reports: [Int64: PublishReport], _ now: ContinuousClock.Instant) {
        var unknown: [Int] = []
        for (id, report) in reports {
            switch self.flights.removeValue(forKey: id) {
            case .row(let number)?:
                if report == .unknown { unknown.append(number) } else { self.settle(number, report, now) }
            case .again(let stuck)?: self.settle(stuck, report, now)
            case nil: break
            }
        }
        if !unknown.isEmpty {
            for number in unknown { self.setState(number, .ready) }
            self.unsent += unknown.count
            // In front: they are the oldest of their lanes.
            self.ready.replaceSubrange(0..<self.readyHead, with: unknown.sorted())
            self.readyHead = 0
        }
        if reports.values.contains(.unknown) {
            self.isBrokerReady = false
            self.doubts += 1
        } else if reports.values.contains(.confirmed) {
            self.doubts = 0
        }
        self.advance()
    }

    private mutating func settle(_ number: Int, _ report: PublishReport, _ now: ContinuousClock.Instant) {
        let row = self.entry(number).row
        self.setState(number, .settled)
        self.noteSettled(now)
        let behind = self.lanes.removeValue(forKey: row.lane) ?? []
        guard let reason = Self.reason(report) else {
            guard let next = behind.first else { return }
            self.lanes[row.lane] = Array(behind.dropFirst())
            self.setState(next, .ready)
            self.ready.append(next)
            return
        }
        self.putAside(row, reason: reason, attempts: 1, now)
        for later in behind {
            self.unsent -= 1
            self.setState(later, .settled)
            self.putAside(self.entry(later).row, reason: "behind", attempts: 0, now)
        }
    }

    private mutating func settle(_ stuck: StuckRow, _ report: PublishReport, _ now: ContinuousClock.Instant) {
        self.noteSettled(now)
        var again = stuck
        switch report {
        case .confirmed:
            self.pending.freed.append(stuck.id)
            self.held[stuck.lane]?.remove(stuck.id)
            if self.held[stuck.lane]?.isEmpty ?? false { self.held[stuck.lane] = nil }
            // The next of its lane need not wait for the next look.
            self.stuckLookedAt = nil
            return
        case .returned, .nacked: again.attempts += 1
        case .unknown: break
        }
        again.reason = Self.reason(report) ?? "unknown"
        self.pending.again.append(again)
    }

    private mutating func putAside(_ row: Row, reason: String, attempts: Int, _ now: ContinuousClock.Instant) {
        self.held[row.lane, default: []].insert(row.place.id)
        self.pending.stuck.append(StuckRow(id: row.place.id, lane: row.lane, reason: reason, attempts: attempts))
        self.noteSettled(now)
    }

    private mutating func noteSettled(_ now: ContinuousClock.Instant) {
        self.settledCount += 1
        if self.settledSince == nil { self.settledSince = now }
    }

    /// Forgets the settled rows at the front, and notes how far that is.
    private mutating func advance() {
        while self.head < self.entries.count, self.entries[self.head].state == .settled {
            self.pending.reached = self.entries[self.head].row.place
            self.head += 1
            self.firstNumber += 1
        }
        if self.head == self.entries.count || self.head >= 4096 {
            // Emptied, what holds rows would keep room for the most that it ever held.
            if self.head == self.entries.count { self.entries = [] } else { self.entries.removeFirst(self.head) }
            self.head = 0
        }
        if self.lanes.isEmpty { self.lanes = [:] }
        if self.flights.isEmpty { self.flights = [:] }
    }

    private func entry(_ number: Int) -> Entry { self.entries[self.head + number - self.firstNumber] }

    private mutating func setState(_ number: Int, _ state: State) {
        self.entries[self.head + number - self.firstNumber].state = state
    }

    private static func reason(_ report: PublishReport) -> String? {
        switch report {
        case .confirmed, .unknown: nil
        case .returned(let code, _): "returned-\(code)"
        case .nacked: "nacked"
        }
    }

    // MARK: - Effects

    private mutating func effects(_ now: ContinuousClock.Instant) -> [Effect] {
        guard self.isActing, !self.isFinished else { return [] }
        var effects: [Effect] = []
        if self.isBrokerReady && !self.isStopping { self.publish(&effects) }
        if !self.isBrokerReady && !self.isAwaitingBroker && !self.isStopping {
            self.isAwaitingBroker = true
            effects.append(.awaitBroker(pause: self.pause))
        }
        self.read(now, &effects)
        self.write(now, &effects)
        if !self.isAskingDatabase, let heard = self.heardAt, now - heard >= self.limits.heartbeat {
            self.isCheckingGrip = true
            effects.append(.checkGrip)
        }
        if self.isStopping && self.flights.isEmpty && !self.isAskingDatabase && self.settledSince == nil {
            self.isFinished = true
            effects.append(.finished)
        }
        return effects
    }

    private mutating func publish(_ effects: inout [Effect]) {
        var batch: [Int64] = []
        func flush(_ effects: inout [Effect]) {
            if !batch.isEmpty { effects.append(.publish(batch)) }
            batch = []
        }
        while self.flights.count < self.limits.window, let stuck = self.retries.popLast() {
            self.flights[stuck.id] = .again(stuck)
            batch.append(stuck.id)
            if batch.count == self.limits.batch { flush(&effects) }
        }
        while self.flights.count < self.limits.window, self.readyHead < self.ready.count {
            let number = self.ready[self.readyHead]
            self.readyHead += 1
            let id = self.entry(number).row.place.id
            self.setState(number, .onItsWay)
            self.flights[id] = .row(number)
            self.unsent -= 1
            batch.append(id)
            if batch.count == self.limits.batch { flush(&effects) }
        }
        flush(&effects)
        if self.readyHead == self.ready.count || self.readyHead >= 1024 {
            if self.readyHead == self.ready.count { self.ready = [] } else { self.ready.removeFirst(self.readyHead) }
            self.readyHead = 0
        }
    }

    private mutating func read(_ now: ContinuousClock.Instant, _ effects: inout [Effect]) {
        guard !self.isStopping, self.isBrokerReady else { return }
        if self.mayBeMore, !self.isReading, self.unsent < self.limits.readAhead,
            self.entries.count - self.head < self.limits.kept
        {
            self.isReading = true
            effects.append(.read(limit: self.limits.page))
        }
        if !self.held.isEmpty, self.mayLookAtStuck,
            self.stuckLookedAt.map({ now - $0 >= self.limits.stuckLook }) ?? true
        {
            self.isReadingStuck = true
            self.stuckLookedAt = now
            effects.append(.readStuck)
        }
    }

    /// Not while anything about stuck rows is under way or not yet written: the same rows would come again.
    private var mayLookAtStuck: Bool {
        !self.isReadingStuck && !self.isWriting && self.pending.mayBeLost && self.retries.isEmpty
            && self.isBrokerReady && !self.isStopping
            && !self.flights.values.contains { if case .again = $0 { true } else { false } }
    }

    private mutating func write(_ now: ContinuousClock.Instant, _ effects: inout [Effect]) {
        guard !self.isWriting, let since = self.settledSince else { return }
        let isLast = self.isStopping && self.flights.isEmpty
        guard
            isLast || self.settledCount >= self.limits.progressRows || now - since >= self.limits.progressAfter
        else { return }
        var progress = self.pending
        if Mutation.isActive(.cursorBeforeConfirm) {
            progress.reached = self.entries.last?.row.place ?? progress.reached
        }
        self.pending = Progress()
        self.settledSince = nil
        self.settledCount = 0
        // Settled rows behind an unsettled one are no progress yet; they are written with it.
        guard progress.reached != nil || !progress.mayBeLost else { return }
        self.isWriting = true
        effects.append(.write(progress))
    }

    private var pause: Duration {
        guard self.doubts > 0 else { return .zero }
        var pause: Duration = .milliseconds(20)
        for _ in 1..<min(self.doubts, 7) { pause = min(pause * 2, .seconds(1)) }
        return pause
    }
}
