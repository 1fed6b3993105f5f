import Mutants

/// Which published messages still wait for the broker's word on one channel. Pure: numbers, times and events come in,
/// settled tickets go out.
package struct ConfirmLedger<Ticket> {
    private struct Entry {
        let ticket: Ticket
        let messageID: String?
        var sentAt: ContinuousClock.Instant
        var returned: (code: UInt16, text: String)?
    }

    private var entries: [UInt64: Entry] = [:]
    private var byMessageID: [String: [UInt64]] = [:]
    private var oldest: UInt64 = 1
    private var next: UInt64 = 1

    /// A channel on which nothing has been published.
    package init() {}

    /// How many wait.
    package var count: Int { self.entries.count }

    /// Since when the oldest waits.
    package var oldestSentAt: ContinuousClock.Instant? {
        mutating get {
            self.skipSettled()
            return self.entries[self.oldest]?.sentAt
        }
    }

    /// Notes a message before it is handed to the library: its number is the next one of the channel.
    ///
    /// - Parameter messageID: for mandatory messages, so that a return can be matched.
    package mutating func published(_ ticket: Ticket, messageID: String?, at now: ContinuousClock.Instant) {
        self.entries[self.next] = Entry(ticket: ticket, messageID: messageID, sentAt: now)
        if let messageID { self.byMessageID[messageID, default: []].append(self.next) }
        self.next += 1
    }

    /// The broker gave a message back; its ack still follows. A message id that nobody waits for is ignored, and of two
    /// messages with one id the older is meant.
    package mutating func returned(messageID: String?, code: UInt16, text: String) {
        guard let messageID, let numbers = self.byMessageID[messageID] else { return }
        for number in numbers where self.entries[number]?.returned == nil {
            self.entries[number]?.returned = (code, text)
            return
        }
    }

    /// The broker's word on one message, or on all up to it.
    ///
    /// Numbers that were settled before, or never given out, are ignored.
    package mutating func settled(_ number: UInt64, multiple: Bool, isNack: Bool) -> [(Ticket, PublishOutcome)] {
        guard multiple && !Mutation.isActive(.multipleIgnored) else {
            let twice = Mutation.isActive(.confirmCountedTwice) ? [number, number + 1] : [number]
            return twice.compactMap { self.settle($0, isNack: isNack) }
        }
        // 0 with `multiple` means everything so far (AMQP 0-9-1, basic.ack).
        let last = number == 0 ? self.next - 1 : min(number, self.next - 1)
        var settled: [(Ticket, PublishOutcome)] = []
        while self.oldest <= last {
            if let one = self.settle(self.oldest, isNack: isNack) { settled.append(one) }
            self.oldest += 1
        }
        return settled
    }

    /// The channel is gone: whatever was given back is returned, of the rest nobody knows.
    package mutating func failAll() -> [(Ticket, PublishOutcome)] {
        let numbers = self.entries.keys.sorted()
        let settled = numbers.compactMap { number in
            self.entries[number].map { entry in
                let unheard: PublishOutcome = Mutation.isActive(.doubtCountsAsConfirm) ? .confirmed : .unknown
                return (entry.ticket, entry.returned.map { .returned(code: $0.code, text: $0.text) } ?? unheard)
            }
        }
        self.entries = [:]
        self.byMessageID = [:]
        self.oldest = self.next
        return settled
    }

    /// Every waiting ticket, oldest first.
    package var tickets: [Ticket] { self.entries.keys.sorted().compactMap { self.entries[$0]?.ticket } }

    /// The broker took nothing for a while; the time until now does not count against it.
    package mutating func restartClocks(at now: ContinuousClock.Instant) {
        for number in self.entries.keys { self.entries[number]?.sentAt = now }
    }

    private mutating func settle(_ number: UInt64, isNack: Bool) -> (Ticket, PublishOutcome)? {
        guard let entry = self.entries.removeValue(forKey: number) else { return nil }
        if let messageID = entry.messageID {
            self.byMessageID[messageID]?.removeAll { $0 == number }
            if self.byMessageID[messageID]?.isEmpty ?? false { self.byMessageID[messageID] = nil }
        }
        if isNack { return (entry.ticket, .nacked) }
        if let returned = entry.returned, !Mutation.isActive(.returnIgnored) {
            return (entry.ticket, .returned(code: returned.code, text: returned.text))
        }
        return (entry.ticket, .confirmed)
    }

    private mutating func skipSettled() {
        while self.oldest < self.next && self.entries[self.oldest] == nil { self.oldest += 1 }
    }
}
