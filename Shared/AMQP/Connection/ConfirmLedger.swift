import Mutants

/// Which published messages still wait for the broker's word on one channel. Pure: numbers, times and events come in,
/// settled tickets go out. The simulation of faults drives this same value.
package struct ConfirmLedger<Ticket> {
    private struct Entry {
        let ticket: Ticket
        let messageID: String?
        var sentAt: ContinuousClock.Instant
        var returned: (code: UInt16, text: String)?
    }

    /// In the order of their numbers, the first of which is `first`; `nil` once settled. Everything before `head` is.
    private var entries: [Entry?] = []
    private var first: UInt64 = 1
    private var head = 0
    private var next: UInt64 { self.first + UInt64(self.entries.count) }

    /// How many wait.
    package private(set) var count = 0

    /// A channel on which nothing has been published.
    package init() {}

    /// Since when the oldest waits.
    package var oldestSentAt: ContinuousClock.Instant? {
        self.head < self.entries.count ? self.entries[self.head]?.sentAt : nil
    }

    /// Whether the broker owes its word for longer than `limit`: then the connection is of no more use, because RabbitMQ may
    /// never give it.
    package func isOverdue(at now: ContinuousClock.Instant, after limit: Duration) -> Bool {
        self.oldestSentAt.map { now - $0 >= limit } ?? false
    }

    /// Notes a message before it is handed to the library: its number is the next one of the channel.
    ///
    /// - Parameter messageID: for mandatory messages, so that a return can be matched.
    package mutating func published(_ ticket: Ticket, messageID: String?, at now: ContinuousClock.Instant) {
        self.entries.append(Entry(ticket: ticket, messageID: messageID, sentAt: now))
        self.count += 1
    }

    /// The broker gave a message back; its ack still follows. A message id that nobody waits for is ignored, and of two
    /// messages with one id the older is meant.
    package mutating func returned(messageID: String?, code: UInt16, text: String) {
        guard let messageID else { return }
        // A return is rare and follows its message closely: a search costs less than an index of all.
        let found = self.entries[self.head...].firstIndex { entry in
            entry.map { $0.messageID == messageID && $0.returned == nil } ?? false
        }
        if let found { self.entries[found]?.returned = (code, text) }
    }

    /// The broker's word on one message, or on all up to it.
    ///
    /// Numbers that were settled before, or never given out, are ignored.
    package mutating func settled(_ number: UInt64, multiple: Bool, isNack: Bool) -> [(Ticket, PublishOutcome)] {
        defer { self.forget() }
        guard multiple && !Mutation.isActive(.multipleIgnored) else {
            let meant = Mutation.isActive(.confirmCountedTwice) ? [number, number + 1] : [number]
            return meant.filter { $0 >= self.first && $0 < self.next }.compactMap {
                self.settle(Int($0 - self.first), isNack: isNack)
            }
        }
        // 0 with `multiple` means everything so far (AMQP 0-9-1, basic.ack).
        let last = number == 0 ? self.next - 1 : min(number, self.next - 1)
        guard last >= self.first else { return [] }
        let end = Int(last - self.first)
        guard self.head <= end else { return [] }
        return (self.head...end).compactMap { self.settle($0, isNack: isNack) }
    }

    /// The channel is gone: whatever was given back is returned, of the rest nobody knows.
    package mutating func failAll() -> [(Ticket, PublishOutcome)] {
        let settled = self.entries[self.head...].compactMap { entry in
            entry.map { entry in
                let unheard: PublishOutcome = Mutation.isActive(.doubtCountsAsConfirm) ? .confirmed : .unknown
                return (entry.ticket, entry.returned.map { .returned(code: $0.code, text: $0.text) } ?? unheard)
            }
        }
        self.first = self.next
        self.entries = []
        self.head = 0
        self.count = 0
        return settled
    }

    /// Every waiting ticket, oldest first.
    package var tickets: [Ticket] { self.entries[self.head...].compactMap { $0?.ticket } }

    /// The broker took nothing for a while; the time until now does not count against it.
    package mutating func restartClocks(at now: ContinuousClock.Instant) {
        for index in self.entries.indices { self.entries[index]?.sentAt = now }
    }

    private mutating func settle(_ index: Int, isNack: Bool) -> (Ticket, PublishOutcome)? {
        guard let entry = self.entries[index] else { return nil }
        self.entries[index] = nil
        self.count -= 1
        if isNack { return (entry.ticket, .nacked) }
        if let returned = entry.returned, !Mutation.isActive(.returnIgnored) {
            return (entry.ticket, .returned(code: returned.code, text: returned.text))
        }
        return (entry.ticket, .confirmed)
    }

    /// Lets go of the settled ones at the front, some at a time.
    private mutating func forget() {
        while self.head < self.entries.count, self.entries[self.head] == nil { self.head += 1 }
        guard self.head == self.entries.count || self.head >= 1024 else { return }
        self.first += UInt64(self.head)
        // Emptied it would keep room for the most that ever waited.
        if self.head == self.entries.count { self.entries = [] } else { self.entries.removeFirst(self.head) }
        self.head = 0
    }
}
