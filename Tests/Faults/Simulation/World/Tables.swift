import Foundation
import Messaging

/// What one service's database holds. A value: to roll back is to put the old one back.
struct Tables {
    struct OutboxEntry {
        var id: Int64
        /// Number of its transaction.
        var xid: Int64
        var post: Post
    }

    /// Committed rows, in the order of commits.
    private(set) var outbox: [OutboxEntry] = []
    private var sequences: [Int: Int64] = [:]
    /// By the write that armed it.
    var timers: [Int: TimerRow] = [:]
    /// How often each fired.
    var fired: [Int: Int] = [:]
    /// What handlers have done, in the order of commits.
    private(set) var effects: [Post] = []
    var relay = RelayTables()
    var inbox = InboxTables()
    var reconciliation = ReconciliationTables()

    /// Writes an event with the next number of its subject.
    @discardableResult
    mutating func append(subject: Int, write: Int, service: Int, id: Int64, xid: Int64) -> Post {
        let sequence = self.sequences[subject, default: 0] + 1
        self.sequences[subject] = sequence
        let post = Post(
            id: id * 2 + Int64(service), source: service, subject: subject, sequence: sequence, write: write)
        self.outbox.append(OutboxEntry(id: id, xid: xid, post: post))
        return post
    }

    mutating func arm(_ write: Int, due: Micros) {
        self.timers[write] = TimerRow(dueAt: VirtualDate.at(due))
    }

    mutating func apply(_ post: Post) { self.effects.append(post) }
}

/// Virtual time as the machines see it.
enum VirtualDate {
    private static let start = Date(timeIntervalSince1970: 1_800_000_000)
    // A machine only compares and adds; where its clock starts does not matter, but it is the same in every run.
    private static let clockStart = ContinuousClock.now

    static func at(_ time: Micros) -> Date { self.start + Double(time) / 1_000_000 }

    static func instant(_ time: Micros) -> ContinuousClock.Instant { self.clockStart + time.duration }
}
