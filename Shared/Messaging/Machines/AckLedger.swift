/// Which acknowledgements say the most in the fewest words: one for all deliveries up to the first that is not settled,
/// one each for those behind it, so that a slow delivery holds up nobody's acknowledgement.
struct AckLedger: Sendable {
    /// What to tell the broker.
    struct Plan: Hashable, Sendable {
        /// Acknowledges this delivery and all earlier ones.
        var upTo: Int?
        /// Acknowledges these, one by one.
        var single: [Int]
    }

    /// In the order of arrival, from the first that is not settled.
    private var open: [(tag: Int, isSettled: Bool)] = []

    init() {}

    /// A delivery arrived; tags grow.
    mutating func delivered(_ tag: Int) { self.open.append((tag, false)) }

    /// These deliveries are settled now.
    mutating func settled(_ tags: [Int]) -> Plan {
        var fresh = Set(tags)
        for index in self.open.indices where fresh.contains(self.open[index].tag) {
            self.open[index].isSettled = true
        }
        let prefix = self.open.prefix { $0.isSettled }.map(\.tag)
        // Emptied it would keep room for the most that was ever open.
        if prefix.count == self.open.count { self.open = [] } else { self.open.removeFirst(prefix.count) }
        // The broker refuses a second acknowledgement, so "up to" names one that is acknowledged just now.
        guard let last = prefix.last(where: { fresh.contains($0) }) else {
            return Plan(upTo: nil, single: fresh.sorted())
        }
        let covered = prefix.prefix { $0 <= last }.filter { fresh.contains($0) }
        guard covered.count > 1 else { return Plan(upTo: nil, single: fresh.sorted()) }
        fresh.subtract(covered)
        return Plan(upTo: last, single: fresh.sorted())
    }
}
