public import Contracts

extension Day {
    /// The same day of a later month; the last day of that month where it has no such day (30 November + 3 months is
    /// 28 February). Used for the three calendar months in which a correction is answered or a file completed.
    public func adding(months: Int) -> Day {
        let parts = self.parts
        let index = parts.year * 12 + parts.month - 1 + months
        let year = index >= 0 ? index / 12 : (index - 11) / 12
        let month = index - year * 12 + 1
        for day in stride(from: parts.day, through: 28, by: -1) {
            if let found = Day(year: year, month: month, day: day) { return found }
        }
        // Every month has the days 1 to 28, so the loop above returns for later days and this line serves the rest.
        return Day(year: year, month: month, day: parts.day) ?? self
    }
}
