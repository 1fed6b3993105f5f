import Contracts
import Foundation
import Postgres
import ReviewDomain
import WorkingDays

/// Everything that a page about a case shows, read in one transaction.
struct CaseView: Sendable {
    let subject: Case
    let filing: Filing
    /// When the first round was submitted.
    let firstSubmittedAt: Date
    let standard: ServiceStandard?
    let unitName: String?
    let calendar: WorkingDayCalendar?
    let said: [FindingStore.Said]
    let notes: [Int: String]
    let channels: [ChannelOutcome]
    /// How newer calendars have moved the clocks.
    let moves: [ClockMoveStore.Kept]

    /// The unit's zone; that of Jakarta while the standard has not arrived.
    var zone: TimeZoneName { self.standard?.zone ?? .wib }

    /// What the standard promises about time; without hours while the standard has not arrived.
    var terms: ClockTerms {
        self.standard.map { ClockTerms($0, at: self.subject.unit) }
            ?? ClockTerms(
                unit: self.subject.unit, zone: self.zone, closingMinutes: [],
                workingDays: self.subject.clocks.first?.workingDays ?? 1, afterCorrection: .newClock)
    }

    /// Reads a case; `nil` when there is none.
    static func read(_ id: CaseID, in tx: Transaction) throws -> CaseView? {
        guard let subject = try CaseStore.find(id, .toShow, in: tx),
            let filing = try CaseStore.filing(of: id, round: subject.round, in: tx)
        else { return nil }
        let calendar = try subject.runningClock.flatMap {
            try ReferenceStore.calendar(version: $0.calendarVersion, in: tx)
        }
        return CaseView(
            subject: subject, filing: filing,
            firstSubmittedAt: try subject.round == 1
                ? subject.submittedAt : CaseStore.submittedAt(of: id, round: 1, in: tx) ?? subject.submittedAt,
            standard: try ReferenceStore.standard(subject.standard, in: tx),
            unitName: try ReferenceStore.units([subject.unit], in: tx)[subject.unit]?.name, calendar: calendar,
            said: try FindingStore.all(of: id, in: tx), notes: try FindingStore.notes(of: id, in: tx),
            channels: try DeliveryStore.channels(of: id, in: tx),
            moves: subject.clocks.isEmpty ? [] : try ClockMoveStore.all(of: id, in: tx))
    }
}
