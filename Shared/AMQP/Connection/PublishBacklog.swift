/// Messages that did not fit into the socket yet, first in, first out.
struct PublishBacklog<Ticket> {
    private var waiting: [Ticket] = []
    private var head = 0

    /// How many wait.
    var count: Int { self.waiting.count - self.head }

    var first: Ticket? { self.head < self.waiting.count ? self.waiting[self.head] : nil }

    mutating func append(_ ticket: Ticket) { self.waiting.append(ticket) }

    mutating func removeFirst() {
        self.head += 1
        guard self.head == self.waiting.count || self.head >= 256 else { return }
        // Emptied it would keep room for the most that ever waited.
        if self.head == self.waiting.count { self.waiting = [] } else { self.waiting.removeFirst(self.head) }
        self.head = 0
    }
}
