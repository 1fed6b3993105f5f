public import Contracts

/// Two standards side by side: two units, or two versions of one unit.
public struct StandardComparison: Hashable, Sendable {
    /// One line of one part; a side is `nil` where it has nothing that corresponds.
    public struct Pair: Hashable, Sendable {
        /// The line in the first standard.
        public let left: String?
        /// The line in the second.
        public let right: String?
        /// Whether both say the same.
        public var isEqual: Bool { self.left == self.right }
    }

    /// One part of both.
    public struct Row: Hashable, Sendable {
        /// See ``StandardSection/key``.
        public let key: String
        /// Its heading.
        public let title: String
        /// Its lines, equal ones beside each other.
        public let pairs: [Pair]
        /// Whether both say the same.
        public var isEqual: Bool { self.pairs.allSatisfy(\.isEqual) }
    }

    /// Identifier of the first standard.
    public let left: String
    /// Identifier of the second.
    public let right: String
    /// Every part that at least one of the two has.
    public let rows: [Row]
    /// The parts in which they differ.
    public var differences: [Row] { self.rows.filter { !$0.isEqual } }

    /// Compares two standards.
    public init(_ left: ServiceStandard, _ right: ServiceStandard) {
        self.left = left.id
        self.right = right.id
        let one = StandardSection.all(of: left)
        let other = StandardSection.all(of: right)
        func lines(_ key: String, in sections: [StandardSection]) -> [String] {
            sections.first { $0.key == key }?.lines ?? []
        }
        var order = one
        // A way in that only the second has stands where the second has it.
        for (index, section) in other.enumerated() where !order.contains(where: { $0.key == section.key }) {
            order.insert(section, at: min(index, order.count))
        }
        self.rows = order.map { section in
            Row(
                key: section.key, title: section.title,
                pairs: Self.pairs(lines(section.key, in: one), lines(section.key, in: other)))
        }.filter { !$0.pairs.isEmpty }
    }

    /// Puts equal lines beside each other; between them, what the two have instead.
    private static func pairs(_ left: [String], _ right: [String]) -> [Pair] {
        let changes = right.difference(from: left)
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in changes {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var pairs: [Pair] = []
        var (l, r) = (0, 0)
        while l < left.count || r < right.count {
            var gone: [String] = []
            var come: [String] = []
            while l < left.count, removed.contains(l) {
                gone.append(left[l])
                l += 1
            }
            while r < right.count, inserted.contains(r) {
                come.append(right[r])
                r += 1
            }
            for index in 0..<max(gone.count, come.count) {
                pairs.append(
                    Pair(
                        left: index < gone.count ? gone[index] : nil,
                        right: index < come.count ? come[index] : nil))
            }
            guard l < left.count, r < right.count else { continue }
            pairs.append(Pair(left: left[l], right: right[r]))
            l += 1
            r += 1
        }
        return pairs
    }
}
