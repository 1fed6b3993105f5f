import Contracts

/// The working days of a span in order, with the way back from a day to its place: a due date is one look, whatever the
/// length of the clock.
struct WorkingDayRank: Hashable, Sendable {
    private let first: Int
    /// For each day of the span: how many working days lie in the span up to and including it.
    private let upTo: [Int32]
    /// The working days, as ``Contracts/Day/number``.
    private let days: [Int32]

    init(from: Day, until: Day, isWorking: (Day) -> Bool) {
        var upTo: [Int32] = []
        var days: [Int32] = []
        if from <= until {
            upTo.reserveCapacity(until.number - from.number + 1)
            for number in from.number...until.number {
                if isWorking(Day(number: number)) { days.append(Int32(number)) }
                upTo.append(Int32(days.count))
            }
        }
        self.first = from.number
        self.upTo = upTo
        self.days = days
    }

    /// How many working days lie from the first day of the span up to and including `day`; 0 before the span.
    func count(through day: Day) -> Int {
        let index = day.number - self.first
        guard index >= 0, let last = self.upTo.last else { return 0 }
        return Int(index < self.upTo.count ? self.upTo[index] : last)
    }

    /// The working day that is `count` working days after `day`; `nil` when it lies beyond the span.
    func day(after day: Day, count: Int) -> Day? {
        let place = self.count(through: day) + count - 1
        return self.days.indices.contains(place) ? Day(number: Int(self.days[place])) : nil
    }
}
