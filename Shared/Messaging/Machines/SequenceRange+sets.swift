public import Contracts

extension [SequenceRange] {
    private struct Lane: Hashable {
        var stream: String
        var subject: String
    }

    /// How many messages they name, if none is named twice.
    public var messageCount: Int { self.reduce(0) { $0 + $1.count } }

    /// What both name.
    public func intersection(_ other: [SequenceRange]) -> [SequenceRange] {
        let lanes = other.lanes
        return self.flatMap { one in
            lanes[Lane(stream: one.stream, subject: one.subject), default: []].compactMap { two in
                var both = one
                both.from = Swift.max(one.from, two.from)
                both.through = Swift.min(one.through, two.through)
                return both.from <= both.through ? both : nil
            }
        }
    }

    /// What only these name.
    public func subtracting(_ other: [SequenceRange]) -> [SequenceRange] {
        let lanes = other.lanes
        return self.flatMap { one in
            lanes[Lane(stream: one.stream, subject: one.subject), default: []].reduce([one]) { pieces, hole in
                pieces.flatMap { $0.without(hole) }
            }
        }
    }

    private var lanes: [Lane: [SequenceRange]] {
        Dictionary(grouping: self) { Lane(stream: $0.stream, subject: $0.subject) }
    }
}

extension SequenceRange {
    fileprivate func without(_ hole: SequenceRange) -> [SequenceRange] {
        guard hole.from <= self.through, hole.through >= self.from else { return [self] }
        var pieces: [SequenceRange] = []
        // Neither sum overflows: it is only made where something is left on that side.
        if self.from < hole.from {
            var left = self
            left.through = hole.from - 1
            pieces.append(left)
        }
        if hole.through < self.through {
            var right = self
            right.from = hole.through + 1
            pieces.append(right)
        }
        return pieces
    }
}
