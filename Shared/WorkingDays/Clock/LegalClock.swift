public import Contracts
public import Foundation

/// The time that the unit has promised, from one declaration of completeness to its end. A value: nothing of it changes
/// but its end, once, and its due date while it runs, when a newer calendar comes.
public struct LegalClock: Hashable, Sendable {
    /// Why a clock was opened.
    public enum OpenReason: Hashable, Sendable {
        /// The file was declared complete and clear for the first time.
        case declaredComplete
        /// The answer to a correction was declared complete; the whole time runs again.
        case answerDeclaredComplete
        /// The answer to a correction was declared complete; what earlier clocks left goes on.
        case resumed(used: Int)

        /// In Indonesian.
        public var label: String {
            switch self {
            case .declaredComplete: "berkas dinyatakan lengkap dan jelas"
            case .answerDeclaredComplete:
                "perbaikan dinyatakan lengkap dan jelas; jangka waktu dihitung penuh sejak awal"
            case .resumed(let used):
                "perbaikan dinyatakan lengkap dan jelas; jangka waktu dilanjutkan setelah \(used) hari kerja terpakai"
            }
        }
    }

    /// Why a clock ended.
    public enum EndReason: String, Hashable, Sendable, Codable, CaseIterable {
        case correctionRequested = "correction-requested"
        case issued
        case refused

        /// In Indonesian.
        public var label: String {
            switch self {
            case .correctionRequested: "hasil pemeriksaan disampaikan: perlu perbaikan"
            case .issued: "surat rekomendasi ditandatangani"
            case .refused: "surat penolakan ditandatangani"
            }
        }
    }

    /// 1 for the first declaration of the case.
    public let number: Int
    /// The round of the form that was declared complete.
    public let round: Int
    /// The moment of the declaration.
    public let declaredAt: Date
    /// Length in working days.
    public let workingDays: Int
    /// The last day, in the unit's zone.
    public private(set) var dueOn: Day
    /// The moment at which it runs out.
    public private(set) var dueAt: Date
    /// The calendar that it was counted with.
    public private(set) var calendarVersion: Int
    /// When it ended.
    public private(set) var endedAt: Date?
    /// Why it ended.
    public private(set) var endReason: EndReason?

    /// Takes every part as it is.
    public init(
        number: Int, round: Int, declaredAt: Date, workingDays: Int, dueOn: Day, dueAt: Date, calendarVersion: Int,
        endedAt: Date? = nil, endReason: EndReason? = nil
    ) {
        self.number = number
        self.round = round
        self.declaredAt = declaredAt
        self.workingDays = workingDays
        self.dueOn = dueOn
        self.dueAt = dueAt
        self.calendarVersion = calendarVersion
        self.endedAt = endedAt
        self.endReason = endReason
    }

    /// Opens the next clock of a case.
    ///
    /// - Parameter earlier: the clocks that the case had, in order; none of them runs.
    /// - Throws: ``CalendarError/notCovered(_:from:until:)`` when the calendar does not reach to its end.
    public init(
        after earlier: [LegalClock], round: Int, declaredAt moment: Date, under terms: ClockTerms,
        calendar: WorkingDayCalendar
    ) throws(CalendarError) {
        let length = try Self.length(after: earlier, under: terms, calendar: calendar)
        let due = try DueDate(declared: moment, workingDays: length, under: terms, calendar: calendar)
        self.init(
            number: earlier.count + 1, round: round, declaredAt: moment, workingDays: length, dueOn: due.day,
            dueAt: due.moment, calendarVersion: calendar.version.version)
    }

    /// Whether the clock still runs.
    public var isRunning: Bool { self.endedAt == nil }

    /// Its end as it is counted now.
    public var due: DueDate { DueDate(day: self.dueOn, moment: self.dueAt) }

    /// Why it was opened.
    public func openReason(under terms: ClockTerms) -> OpenReason {
        if self.number == 1 { return .declaredComplete }
        return terms.afterCorrection == .resume
            ? .resumed(used: terms.workingDays - self.workingDays) : .answerDeclaredComplete
    }

    /// Ends a running clock; one that has ended stays as it was.
    public mutating func end(at moment: Date, because reason: EndReason) {
        guard self.isRunning else { return }
        self.endedAt = moment
        self.endReason = reason
    }

    /// Gives a running clock the end that a newer calendar leads to; one that has ended stays as it was.
    mutating func move(to due: DueDate, by version: Int) {
        guard self.isRunning else { return }
        self.dueOn = due.day
        self.dueAt = due.moment
        self.calendarVersion = version
    }

    /// Working days that ended clocks have used: the days after each declaration, up to and including the day of its end,
    /// in the unit's zone. Counted by the calendar that is known now: a day that turned out to be off was never used.
    public static func usedDays(
        of clocks: [LegalClock], under terms: ClockTerms, calendar: WorkingDayCalendar
    ) throws(CalendarError) -> Int {
        var used = 0
        for clock in clocks {
            guard let ended = clock.endedAt else { continue }
            let first = Day(of: clock.declaredAt, offset: terms.zone.offset).advanced(by: 1)
            let last = Day(of: ended, offset: terms.zone.offset)
            used += try calendar.workingDays(from: first, through: last, at: terms.unit)
        }
        return used
    }

    /// The whole promise, or what earlier clocks have left of it where the standard says that the clock resumes; at
    /// least one day, so that there is a time to act in.
    private static func length(
        after earlier: [LegalClock], under terms: ClockTerms, calendar: WorkingDayCalendar
    ) throws(CalendarError) -> Int {
        guard terms.afterCorrection == .resume else { return terms.workingDays }
        return max(1, terms.workingDays - (try self.usedDays(of: earlier, under: terms, calendar: calendar)))
    }
}
