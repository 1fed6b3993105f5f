public import Contracts
public import Foundation
public import WorkingDays

extension Case {
    /// The file is complete and clear: a clock opens.
    ///
    /// - Parameters:
    ///   - standard: the version that the case is pinned to.
    ///   - calendar: gives the working days of a clock that is resumed, and the due date.
    public mutating func declareComplete(
        _ command: DeclareCaseComplete, by worker: CaseWorker, standard: ServiceStandard,
        calendar: WorkingDayCalendar, at now: Date
    ) throws(Problem) {
        try self.check(.declareComplete, version: command.version, by: worker)
        let due: DueDate
        let length: Int
        do {
            length = try self.clockLength(under: standard, calendar: calendar)
            due = try DueDate(
                declared: now, workingDays: length, calendar: calendar, unit: self.unit, zone: standard.zone,
                closingMinutes: standard.closingMinutes)
        } catch {
            throw .conflict(
                "kalender-belum-mencakup", "Kalender kerja belum mencakup tenggat",
                detail: "Tenggat jatuh di luar kalender kerja yang dimuat. Mintalah operator memuat kalender terbaru.")
        }
        let clock = LegalClock(
            number: self.clocks.count + 1, round: self.round, declaredAt: now, workingDays: length, dueOn: due.day,
            dueAt: due.moment, calendarVersion: calendar.version.version)
        self.clocks.append(clock)
        self.state = .complete
        self.record(
            .declareComplete, by: worker.actor, at: now,
            event: CaseDeclaredComplete(
                caseId: self.id, round: self.round, clock: clock.number, declaredAt: now, workingDays: length,
                dueOn: due.day, dueAt: due.moment, calendarVersion: clock.calendarVersion, by: worker.actor))
    }

    /// The whole promise, or what earlier clocks have left of it where the standard says that the clock resumes.
    private func clockLength(
        under standard: ServiceStandard, calendar: WorkingDayCalendar
    ) throws(CalendarError) -> Int {
        guard standard.afterCorrection == .resume else { return standard.workingDays }
        var used = 0
        for clock in self.clocks {
            guard let ended = clock.endedAt else { continue }
            let first = Day(of: clock.declaredAt, offset: standard.zone.offset).advanced(by: 1)
            let last = Day(of: ended, offset: standard.zone.offset)
            used += try calendar.workingDays(from: first, through: last, at: self.unit)
        }
        return max(1, standard.workingDays - used)
    }
}
