import ArgumentParser
import Contracts
import Foundation
import WorkingDays

/// Due dates with their explanation, day by day, for random declarations of the calendar's years.
struct Due: AsyncParsableCommand {
    @Option var clocks: Int

    func run() async throws {
        let calendar = WorkingDayCalendar(try HolidayFile.bundled())
        let terms = ClockTerms(
            unit: .headquarters, zone: .wib, closingMinutes: [930, 930, 930, 930, 960, nil, nil], workingDays: 14,
            afterCorrection: .newClock)
        let first = calendar.version.coveredFrom
        let days = calendar.version.coveredUntil.number - first.number - 60
        // Spread over the years without chance, so that two runs count the same.
        let declared = (0..<self.clocks).map { number in
            first.advanced(by: number * 7919 % days).moment(
                secondsAfterMidnight: number * 104_729 % 86_400, offset: terms.zone.offset)
        }
        var counted = 0
        var agree = 0
        Report.begin()
        let start = ContinuousClock.now
        for moment in declared {
            let walk = try Explanation(declared: moment, workingDays: 14, under: terms, calendar: calendar)
            let due = try DueDate(declared: moment, workingDays: 14, under: terms, calendar: calendar)
            // The words are made too: they are what a page shows.
            counted += walk.days.reduce(0) { $0 + $1.words(start: "dinyatakan lengkap dan jelas").utf8.count }
            agree += walk.due == due ? 1 : 0
        }
        let took = ContinuousClock.now - start
        Report.end()
        Report.figures(["clocks": self.clocks, "agree": agree, "bytes": counted, "seconds": took.seconds])
    }
}
