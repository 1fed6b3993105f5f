import Contracts
import Foundation
import Seeds
import Testing
import WorkingDays

@Suite("Random calendars and histories")
struct ClockPropertyTests {
    /// How many random worlds are walked; half a million days and more.
    static let worlds = 25_000

    @Test("Counted step by step, counted at once and walked day by day, a clock comes to the same end")
    func agree() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        var counted = Tally()
        for number in 0..<Self.worlds {
            let comment: Comment = "seed \(seed), world \(number)"
            let world = World(&random)
            var ledger = ClockLedger(terms: world.terms)
            var naive = NaiveOffice(world: world)
            var known = [world.versions[0]]
            var calendar = WorkingDayCalendar(world.versions[0])
            for step in world.steps {
                switch step {
                case .declare(let moment):
                    let before = ledger
                    let expected = naive.declare(at: moment, by: known[known.count - 1])
                    do {
                        let opened = try ledger.open(round: 1, at: moment, calendar: calendar)
                        guard let opened else {
                            Self.hold(before == ledger, comment)
                            continue
                        }
                        counted.opened += 1
                        let walk = try Explanation(
                            declared: moment, workingDays: opened.workingDays, under: world.terms, calendar: calendar)
                        Self.check(walk, opened, world, comment)
                        counted.days += walk.days.count
                        if walk.days.contains(where: { $0.day.parts.month == 2 && $0.day.parts.day == 29 }) {
                            counted.leapDays += 1
                        }
                        if walk.days.first?.day.parts.year != walk.due.day.parts.year { counted.yearEnds += 1 }
                        Self.hold(expected == opened.dueOn, comment)
                    } catch {
                        // Only a clock that the naive walk does not get through either.
                        Self.hold(expected == nil, comment)
                        Self.hold(ledger == before, comment)
                        counted.beyond += 1
                    }
                case .end(let moment, let reason):
                    let before = ledger
                    ledger.end(at: moment, because: reason)
                    naive.end(at: moment)
                    Self.hold(before.running == nil ? ledger == before : ledger.running == nil, comment)
                case .calendar(let version):
                    let before = ledger
                    let newer = WorkingDayCalendar(version)
                    let expected = naive.recount(by: version)
                    do {
                        let moved = try ledger.take(newer, after: known)
                        Self.hold(ledger.running?.dueOn == expected, comment)
                        Self.hold(Array(ledger.clocks.dropLast()) == Array(before.clocks.dropLast()), comment)
                        if let running = ledger.running {
                            // What was moved step by step is what counting from the declaration gives.
                            Self.hold(
                                try DueDate(
                                    declared: running.declaredAt, workingDays: running.workingDays, under: world.terms,
                                    calendar: newer) == running.due, comment)
                            Self.hold((moved == nil) == (before.running?.due == running.due), comment)
                            if let moved {
                                counted.moved += 1
                                Self.hold(!moved.changes.isEmpty, comment)
                                Self.hold(moved.old == before.running?.due && moved.new == running.due, comment)
                            }
                        } else {
                            Self.hold(ledger == before, comment)
                        }
                        known.append(version)
                        calendar = newer
                    } catch {
                        Self.hold(expected == nil, comment)
                        Self.hold(ledger == before, comment)
                        naive.forget()
                        counted.beyond += 1
                    }
                }
            }
        }
        // A run that never met what it is for would prove nothing.
        let reached = "seed \(seed): \(counted)"
        #expect(counted.opened > Self.worlds, "\(reached)")
        #expect(counted.moved > Self.worlds / 50, "\(reached)")
        #expect(counted.leapDays > Self.worlds / 100, "\(reached)")
        #expect(counted.yearEnds > Self.worlds / 50, "\(reached)")
        #expect(counted.beyond > 0, "\(reached)")
        print("random calendars and histories: seed \(seed), \(counted)")
    }

    /// As `#expect`, whose capturing of every part of a condition would cost most of the time of a million conditions.
    static func hold(_ condition: Bool, _ comment: Comment, _ place: SourceLocation = #_sourceLocation) {
        if !condition { Issue.record(comment, sourceLocation: place) }
    }

    /// What holds for every explanation of an opened clock.
    static func check(_ walk: Explanation, _ clock: LegalClock, _ world: World, _ comment: Comment) {
        Self.hold(walk.due == clock.due, comment)
        Self.hold(walk.days.compactMap(\.number) == Array(0...clock.workingDays), comment)
        Self.hold(walk.days.count == clock.dueOn.number - walk.days[0].day.number + 1, comment)
        Self.hold(walk.days.allSatisfy { $0.isCounted == ($0.status == .working && $0.number != 0) }, comment)
        Self.hold(walk.days.allSatisfy { !$0.source.isEmpty && !$0.words(start: "mulai").isEmpty }, comment)
        // The end lies on the last day in the unit's zone, whatever UTC says.
        Self.hold(Day(of: clock.dueAt, offset: world.terms.zone.offset) == clock.dueOn, comment)
        Self.hold(clock.dueAt > clock.declaredAt, comment)
    }

    struct Tally: CustomStringConvertible {
        var opened = 0
        var moved = 0
        var beyond = 0
        var days = 0
        var leapDays = 0
        var yearEnds = 0
        var description: String {
            "\(self.opened) clocks over \(self.days) days, \(self.moved) moved, \(self.leapDays) over a leap day, "
                + "\(self.yearEnds) over a year's end, \(self.beyond) beyond the calendar"
        }
    }
}

/// What happens to one case.
enum Step {
    case declare(Date)
    case end(Date, LegalClock.EndReason)
    case calendar(CalendarVersion)
}

/// A random calendar with its later versions, terms, and a history of one case.
struct World {
    var versions: [CalendarVersion]
    var terms: ClockTerms
    var steps: [Step] = []

    private static let regional = [UnitCode("6104"), UnitCode("9471"), UnitCode("0000")].compactMap { $0 }

    init(_ random: inout SeededRandom) {
        let first = Day(year: 2023 + random.below(6), month: 1, day: 1) ?? Day(number: 0)
        let from = first.advanced(by: random.below(400))
        let until = from.advanced(by: 60 + random.below(200))
        var version = CalendarVersion(version: 1, coveredFrom: from, coveredUntil: until, daysOff: [])
        for _ in 0..<random.below(25) {
            version.daysOff.append(Self.dayOff(&random, from, until))
        }
        self.versions = [version]
        let unit = random.one(of: Self.regional)
        let hours: [[Int?]] = [[930, 930, 930, 930, 960, nil, nil], [], [nil, 0, 1439, 60, 720, 600, 600]]
        self.terms = ClockTerms(
            unit: unit, zone: random.one(of: TimeZoneName.allCases), closingMinutes: random.one(of: hours),
            workingDays: 1 + random.below(random.chance(10) ? 60 : 14),
            afterCorrection: random.chance(50) ? .newClock : .resume)
        var moment = from.moment(secondsAfterMidnight: random.below(86_400), offset: 8 * 3600)
        for _ in 0..<(3 + random.below(6)) {
            moment += Double(random.below(15 * 86_400))
            switch random.below(10) {
            case 0...3: self.steps.append(.declare(moment))
            case 4...6: self.steps.append(.end(moment, random.one(of: LegalClock.EndReason.allCases)))
            default:
                version = Self.amended(version, &random)
                self.versions.append(version)
                self.steps.append(.calendar(version))
            }
        }
        self.steps.insert(.declare(from.moment(secondsAfterMidnight: random.below(86_400), offset: 7 * 3600)), at: 0)
    }

    private static func dayOff(_ random: inout SeededRandom, _ from: Day, _ until: Day) -> CalendarVersion.DayOff {
        let day = from.advanced(by: random.below(until.number - from.number + 1))
        let unit = random.chance(30) ? random.one(of: Self.regional) : nil
        return .init(
            day: day, kind: unit == nil ? random.one(of: [.nationalHoliday, .collectiveLeave]) : .regional,
            name: "Libur", source: "SKB", unit: unit)
    }

    private static func amended(_ version: CalendarVersion, _ random: inout SeededRandom) -> CalendarVersion {
        var newer = version
        newer.version += 1
        for _ in 0..<random.below(4) {
            if random.chance(40), !newer.daysOff.isEmpty {
                newer.daysOff.remove(at: random.below(newer.daysOff.count))
            } else {
                newer.daysOff.append(Self.dayOff(&random, newer.coveredFrom, newer.coveredUntil))
            }
        }
        if random.chance(30) {
            newer.coveredUntil = newer.coveredUntil.advanced(by: random.below(120) - 20)
            newer.daysOff.removeAll { $0.day > newer.coveredUntil }
        }
        return newer
    }
}

/// The rule as somebody would carry it out with a wall calendar and a pencil: no ranks, no differences, weekdays from
/// Foundation.
struct NaiveOffice {
    let world: World
    private var declaredOn: Day?
    private var length = 0
    private var ended: [(from: Day, until: Day)] = []

    init(world: World) { self.world = world }

    /// The last day of the clock; `nil` when the calendar does not reach so far, or a clock runs.
    mutating func declare(at moment: Date, by version: CalendarVersion) -> Day? {
        guard self.declaredOn == nil else { return nil }
        var length = self.world.terms.workingDays
        if self.world.terms.afterCorrection == .resume {
            for span in self.ended {
                var day = span.from
                while day < span.until {
                    day = day.advanced(by: 1)
                    guard let works = self.works(day, version) else { return nil }
                    if works { length -= 1 }
                }
            }
            length = max(1, length)
        }
        let start = self.localDay(moment)
        guard let due = self.walk(from: start, length, version) else { return nil }
        self.declaredOn = start
        self.length = length
        return due
    }

    mutating func end(at moment: Date) {
        guard let start = self.declaredOn else { return }
        self.ended.append((start, self.localDay(moment)))
        self.declaredOn = nil
    }

    /// The last day of the running clock by another version; `nil` without a clock, or beyond the calendar.
    func recount(by version: CalendarVersion) -> Day? {
        self.declaredOn.flatMap { self.walk(from: $0, self.length, version) }
    }

    /// A version that was refused changes nothing.
    func forget() {}

    private func walk(from start: Day, _ length: Int, _ version: CalendarVersion) -> Day? {
        guard self.works(start, version) != nil else { return nil }
        var day = start
        var left = length
        while left > 0 {
            day = day.advanced(by: 1)
            guard let works = self.works(day, version) else { return nil }
            if works { left -= 1 }
        }
        return day
    }

    /// `nil` for a day that the version does not know.
    private func works(_ day: Day, _ version: CalendarVersion) -> Bool? {
        guard version.coveredFrom <= day, day <= version.coveredUntil else { return nil }
        let noon = Date(timeIntervalSince1970: Double(day.number) * 86_400 + 43_200)
        let weekday = Self.gregorian.component(.weekday, from: noon)
        if weekday == 1 || weekday == 7 { return false }
        return !version.daysOff.contains { $0.day == day && ($0.unit == nil || $0.unit == self.world.terms.unit) }
    }

    /// The date that a calendar on the unit's wall shows.
    private func localDay(_ moment: Date) -> Day {
        let parts = Self.walls[self.world.terms.zone]?.dateComponents([.year, .month, .day], from: moment) ?? .init()
        return Day(year: parts.year ?? 1, month: parts.month ?? 1, day: parts.day ?? 1) ?? Day(number: 0)
    }

    private static let gregorian = wall("GMT")
    private static let walls: [TimeZoneName: Calendar] = [
        .wib: wall("Asia/Jakarta"), .wita: wall("Asia/Makassar"), .wit: wall("Asia/Jayapura"),
    ]

    private static func wall(_ zone: String) -> Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: zone) ?? .gmt
        return calendar
    }
}
