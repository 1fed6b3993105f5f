import Seeds

/// A broker with one quorum queue for each service, and a parking queue for what is given back too often. It confirms what
/// is safe in its queues; until then it may lose it.
final class SimulatedBroker {
    /// Fewer than in production (20), so that it is met.
    static let deliveryLimit = 6
    /// The queue of what a service's own queue gave up.
    static func parking(of service: Int) -> Int { 2 + service }

    struct Copy {
        var post: Post
        var number: UInt64
        var returns = 0
        var isSafe = false
    }

    /// What the broker says to one who publishes.
    enum Word {
        case settled(UInt64, multiple: Bool, isNack: Bool)
        case returned(Int64)
        case blocked(Bool)
        case closed
    }

    final class Publishing {
        let node: Node
        let hear: (Word) -> Void
        var isOpen = true
        /// Nothing that the broker says arrives any more.
        var isDeaf = false
        fileprivate var lastArrival: Micros = 0
        fileprivate var lastWord: Micros = 0
        fileprivate var received: UInt64 = 0
        /// Arrived while the broker reads nothing.
        fileprivate var unread: [Post] = []
        /// Received, but not yet on disk: tag, what was put into a queue, nack.
        fileprivate var undecided: [(tag: UInt64, copy: Copy?, isNack: Bool)] = []
        fileprivate var isFlushPlanned = false

        fileprivate init(node: Node, hear: @escaping (Word) -> Void) {
            self.node = node
            self.hear = hear
        }
    }

    struct Delivered {
        var tag: UInt64
        var post: Post
        var isRedelivered: Bool
    }

    final class Consuming {
        let node: Node
        let queue: Int
        let prefetch: Int
        let receive: (Delivered) -> Void
        let closed: () -> Void
        var isOpen = true
        fileprivate var lastArrival: Micros = 0
        fileprivate var lastAck: Micros = 0
        fileprivate var nextTag: UInt64 = 1
        fileprivate(set) var unacknowledged: [UInt64: Copy] = [:]

        fileprivate init(
            node: Node, queue: Int, prefetch: Int, receive: @escaping (Delivered) -> Void, closed: @escaping () -> Void
        ) {
            self.node = node
            self.queue = queue
            self.prefetch = prefetch
            self.receive = receive
            self.closed = closed
        }
    }

    private unowned let world: World
    private var random: SeededRandom
    /// By queue: that of each service, then what each gave up.
    private(set) var ready: [[Copy]] = [[], [], [], []]
    private var publishers: [Publishing] = []
    private var consumers: [Consuming] = []
    private var turn = 0
    private var copies: UInt64 = 0

    private(set) var isUp = true
    private(set) var isBlocked = false
    var isBound = [true, true]
    var refuses = [false, false]
    /// How long a frame takes, at most.
    var latency: Micros = .milliseconds(2)

    init(world: World, seed: UInt64) {
        self.world = world
        self.random = SeededRandom(seed, 2)
    }

    /// Whether nothing is in a queue or with a consumer.
    var isEmpty: Bool {
        self.ready.allSatisfy(\.isEmpty) && self.consumers.allSatisfy { $0.unacknowledged.isEmpty }
    }

    // MARK: - Publishing

    /// `nil` while the broker is down.
    func openPublisher(for node: Node, hear: @escaping (Word) -> Void) -> Publishing? {
        guard self.isUp else { return nil }
        let channel = Publishing(node: node, hear: hear)
        self.publishers.append(channel)
        if self.isBlocked { self.say(.blocked(true), on: channel) }
        return channel
    }

    func publish(_ post: Post, on channel: Publishing) {
        channel.lastArrival = max(channel.lastArrival, self.world.now + self.random.between(50, self.latency))
        self.world.plan(at: channel.lastArrival) { [self] in
            guard channel.isOpen else { return }
            if self.isBlocked {
                channel.unread.append(post)
            } else {
                self.take(post, on: channel)
            }
        }
    }

    private func take(_ post: Post, on channel: Publishing) {
        channel.received += 1
        let tag = channel.received
        let queue = post.target
        if !self.isBound[queue] {
            self.say(.returned(post.id), on: channel)
            channel.undecided.append((tag, nil, false))
        } else if self.refuses[queue] {
            channel.undecided.append((tag, nil, true))
        } else {
            self.copies += 1
            let copy = Copy(post: post, number: self.copies)
            self.ready[queue].append(copy)
            self.world.checker.arrived(post)
            channel.undecided.append((tag, copy, false))
            self.deal(queue)
        }
        guard !channel.isFlushPlanned else { return }
        channel.isFlushPlanned = true
        // A sync of the log confirms all that has arrived until then.
        self.world.plan(at: self.world.now + self.random.between(200, 3_000)) { [self] in self.flush(channel) }
    }

    private func flush(_ channel: Publishing) {
        channel.isFlushPlanned = false
        guard channel.isOpen, self.isUp else { return }
        var batch = channel.undecided
        channel.undecided = []
        self.makeSafe(batch.compactMap(\.copy))
        // Sometimes in another order, one by one; else as far as possible with one word.
        if self.random.chance(0.3) {
            for index in batch.indices.reversed() where index > 0 { batch.swapAt(index, self.random.below(index + 1)) }
            for one in batch { self.say(.settled(one.tag, multiple: false, isNack: one.isNack), on: channel) }
        } else {
            var index = 0
            while index < batch.count {
                var last = index
                while last + 1 < batch.count && batch[last + 1].isNack == batch[index].isNack { last += 1 }
                self.say(.settled(batch[last].tag, multiple: last > index, isNack: batch[index].isNack), on: channel)
                index = last + 1
            }
        }
    }

    private func makeSafe(_ copies: [Copy]) {
        guard !copies.isEmpty else { return }
        let numbers = Set(copies.map(\.number))
        for queue in self.ready.indices {
            for index in self.ready[queue].indices where numbers.contains(self.ready[queue][index].number) {
                self.ready[queue][index].isSafe = true
            }
        }
        for copy in copies { self.world.checker.taken(copy.post) }
    }

    private func say(_ word: Word, on channel: Publishing) {
        channel.lastWord = max(channel.lastWord, self.world.now + self.random.between(50, self.latency))
        let isDeaf = channel.isDeaf
        self.world.post(to: channel.node, at: channel.lastWord) {
            guard channel.isOpen, !isDeaf, !channel.isDeaf else { return }
            channel.hear(word)
        }
    }

    /// The client's end; what the broker has not read yet is lost.
    func close(_ channel: Publishing) {
        channel.isOpen = false
        self.publishers.removeAll { $0 === channel }
    }

    // MARK: - Consuming

    /// `nil` while the broker is down.
    func openConsumer(
        for node: Node, queue: Int, prefetch: Int, receive: @escaping (Delivered) -> Void,
        closed: @escaping () -> Void
    ) -> Consuming? {
        guard self.isUp else { return nil }
        let channel = Consuming(node: node, queue: queue, prefetch: prefetch, receive: receive, closed: closed)
        self.consumers.append(channel)
        self.deal(queue)
        return channel
    }

    func acknowledge(_ tag: UInt64, on channel: Consuming) {
        channel.lastAck = max(channel.lastAck, self.world.now + self.random.between(50, self.latency))
        self.world.plan(at: channel.lastAck) { [self] in
            guard channel.isOpen else { return }
            if let copy = channel.unacknowledged.removeValue(forKey: tag) {
                self.world.checker.acknowledged(copy.post)
            }
            self.deal(channel.queue)
        }
    }

    private func deal(_ queue: Int) {
        let open = self.consumers.filter { $0.queue == queue && $0.isOpen }
        guard !open.isEmpty else { return }
        while let copy = self.ready[queue].first {
            self.turn += 1
            let free = open.filter { $0.unacknowledged.count < $0.prefetch }
            guard !free.isEmpty else { return }
            let channel = free[self.turn % free.count]
            self.ready[queue].removeFirst()
            let tag = channel.nextTag
            channel.nextTag += 1
            channel.unacknowledged[tag] = copy
            channel.lastArrival = max(channel.lastArrival, self.world.now + self.random.between(50, self.latency))
            self.world.post(to: channel.node, at: channel.lastArrival) {
                guard channel.isOpen else { return }
                channel.receive(Delivered(tag: tag, post: copy.post, isRedelivered: copy.returns > 0))
            }
        }
    }

    /// Gives back what was not acknowledged: near the head, counted; too often, and it is a dead letter.
    func close(_ channel: Consuming) {
        guard channel.isOpen else { return }
        channel.isOpen = false
        self.consumers.removeAll { $0 === channel }
        for tag in channel.unacknowledged.keys.sorted().reversed() {
            guard var copy = channel.unacknowledged[tag] else { continue }
            copy.returns += 1
            if channel.queue < 2 && copy.returns > Self.deliveryLimit {
                self.world.met(.givenUp)
                copy.returns = 0
                self.ready[Self.parking(of: channel.queue)].append(copy)
            } else {
                self.ready[channel.queue].insert(copy, at: 0)
            }
        }
        channel.unacknowledged = [:]
        self.deal(channel.queue)
        if channel.queue < 2 { self.deal(Self.parking(of: channel.queue)) }
    }

    // MARK: - What goes wrong

    /// Ends every connection, or those of one node.
    func cut(_ node: Node? = nil) {
        for channel in self.publishers where node == nil || channel.node === node {
            self.close(channel)
            self.world.post(to: channel.node, at: self.world.now + self.random.between(0, .milliseconds(50))) {
                channel.hear(.closed)
            }
        }
        for channel in self.consumers where node == nil || channel.node === node {
            self.close(channel)
            self.world.post(to: channel.node, at: self.world.now + self.random.between(0, .milliseconds(50))) {
                channel.closed()
            }
        }
    }

    func goDown() {
        guard self.isUp else { return }
        self.isUp = false
        self.cut()
        // What nobody was told is safe may be gone.
        for queue in self.ready.indices { self.ready[queue].removeAll { !$0.isSafe && self.random.chance(0.5) } }
    }

    func comeUp() { self.isUp = true }

    func setBlocked(_ isBlocked: Bool) {
        guard self.isBlocked != isBlocked else { return }
        self.isBlocked = isBlocked
        for channel in self.publishers { self.say(.blocked(isBlocked), on: channel) }
        guard !isBlocked else { return }
        for channel in self.publishers {
            let posts = channel.unread
            channel.unread = []
            for post in posts { self.take(post, on: channel) }
        }
    }

    /// Forgets everything it ever confirmed.
    func wipe() {
        self.cut()
        self.ready = self.ready.map { _ in [] }
    }

    /// From now on these connections hear nothing, heartbeats neither: after two of them are missing the client gives up.
    func deafen(_ node: Node) {
        for channel in self.publishers where channel.node === node {
            channel.isDeaf = true
            self.world.post(to: node, at: self.world.now + .seconds(40)) {
                if channel.isOpen { channel.hear(.closed) }
            }
        }
    }

    func duplicate(_ queue: Int) {
        for copy in self.ready[queue] {
            self.copies += 1
            self.ready[queue].append(Copy(post: copy.post, number: self.copies, returns: copy.returns, isSafe: true))
        }
        self.deal(queue)
    }

    /// Puts a message there that was there before: a replayed queue.
    func repeatOld(_ post: Post) {
        self.copies += 1
        self.ready[post.target].append(Copy(post: post, number: self.copies, isSafe: true))
        self.deal(post.target)
    }

    func shuffle(_ queue: Int) {
        for index in self.ready[queue].indices.reversed() where index > 0 {
            self.ready[queue].swapAt(index, self.random.below(index + 1))
        }
    }
}
