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
        let clock: LegalClock
        do {
            clock = try LegalClock(
                after: self.clocks, round: self.round, declaredAt: now,
                under: ClockTerms(standard, at: self.unit), calendar: calendar)
        } catch {
            throw .conflict(
                "kalender-belum-mencakup", "Kalender kerja belum mencakup tenggat",
                detail: "Tenggat jatuh di luar kalender kerja yang dimuat. Mintalah operator memuat kalender terbaru.")
        }
        self.clocks.append(clock)
        self.state = .complete
        self.record(
            .declareComplete, by: worker.actor, at: now,
            event: CaseDeclaredComplete(
                caseId: self.id, round: self.round, clock: clock.number, declaredAt: now,
                workingDays: clock.workingDays, dueOn: clock.dueOn, dueAt: clock.dueAt,
                calendarVersion: clock.calendarVersion, by: worker.actor))
    }
}
