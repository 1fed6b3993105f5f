/// Messages that did not fit into the socket yet, first in, first out.
struct PublishBacklog<Ticket> {
    private var waiting: [(message: AMQPMessage, ticket: Ticket)] = []
    private var head = 0

    var first: (message: AMQPMessage, ticket: Ticket)? {
        self.head < self.waiting.count ? self.waiting[self.head] : nil
    }

    mutating func append(_ message: AMQPMessage, _ ticket: Ticket) { self.waiting.append((message, ticket)) }

    mutating func removeFirst() {
        self.head += 1
        guard self.head == self.waiting.count || self.head >= 256 else { return }
        self.waiting.removeFirst(self.head)
        self.head = 0
    }
}
