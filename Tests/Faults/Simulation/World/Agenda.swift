/// What is going to happen, in the order of its time; what is due at one moment happens in the order in which it was planned.
struct Agenda {
    private struct Entry {
        var at: Micros
        var order: UInt64
        var action: () -> Void

        func isBefore(_ other: Entry) -> Bool { (self.at, self.order) < (other.at, other.order) }
    }

    private var heap: [Entry] = []
    private var planned: UInt64 = 0

    mutating func plan(at: Micros, _ action: @escaping () -> Void) {
        self.planned += 1
        self.heap.append(Entry(at: at, order: self.planned, action: action))
        var child = self.heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard self.heap[child].isBefore(self.heap[parent]) else { break }
            self.heap.swapAt(child, parent)
            child = parent
        }
    }

    /// The next thing to happen; `nil` when nothing will ever happen again.
    mutating func next() -> (at: Micros, action: () -> Void)? {
        guard let first = self.heap.first else { return nil }
        let last = self.heap.removeLast()
        if !self.heap.isEmpty {
            self.heap[0] = last
            var parent = 0
            while true {
                var smallest = parent
                for child in [2 * parent + 1, 2 * parent + 2]
                where child < self.heap.count && self.heap[child].isBefore(self.heap[smallest]) {
                    smallest = child
                }
                guard smallest != parent else { break }
                self.heap.swapAt(parent, smallest)
                parent = smallest
            }
        }
        return (first.at, first.action)
    }
}
