import Messaging

/// What a service remembers of the messages it got.
struct InboxTables {
    struct Retry {
        var post: Post
        /// Attempts made so far.
        var attempt: Int
        /// By the database's clock.
        var due: Micros
    }

    struct Early {
        var post: Post
        var isParked: Bool
        var since: Micros
    }

    /// Messages whose handler has run.
    var known: Set<Int64> = []
    /// Per lane, the last number that has left it.
    var positions: [String: Int64] = [:]
    var early: [String: [Int64: Early]] = [:]
    var retry: [Int64: Retry] = [:]
    var parked: [Int64: ParkReason] = [:]
    /// How often each was begun without coming to an end.
    var begun: [Int64: Int] = [:]

    /// Whether the copy in the broker is of no more use.
    func hasSettled(_ post: Post) -> Bool {
        self.position(post) >= post.sequence || self.early[post.lane]?[post.sequence] != nil
            || self.retry[post.id] != nil || self.isParked(post.id)
    }

    func isParked(_ id: Int64) -> Bool { self.parked[id] != nil }

    func position(_ post: Post) -> Int64 { self.positions[post.lane, default: 0] }

    mutating func advance(to post: Post) {
        self.positions[post.lane] = post.sequence
        self.early[post.lane] = self.early[post.lane]?.filter { $0.key > post.sequence }
        if self.early[post.lane]?.isEmpty ?? false { self.early[post.lane] = nil }
    }

    /// The message that comes next in the lane, if it is here already.
    func next(_ lane: String) -> Early? { self.early[lane]?[self.positions[lane, default: 0] + 1] }

    var unfinished: String? {
        if !self.retry.isEmpty { return "\(self.retry.count) messages wait for another attempt" }
        if let lane = self.early.keys.sorted().first { return "lane \(lane) has messages that came early" }
        return nil
    }
}
