import Contracts
import Foundation
import PersonalData
import Testing
import WorkingDays

@Suite("Clocks of personal data")
struct PrivacyClockTests {
    let register: PersonalDataRegister

    init() throws { self.register = try PersonalDataRegister.bundled() }

    /// Friday, 13 March 2026, 16:30 in Mempawah: then come a weekend, two working days, and Nyepi and Idulfitri until the
    /// 24th.
    let friday = Day("2026-03-13")!.moment(secondsAfterMidnight: 59_400, offset: 7 * 3600)

    @Test(
        "Each of the five duties ends 3 × 24 hours after its start, to the second", arguments: PrivacyDuty.ID.allCases)
    func threeTimesTwentyFour(id: PrivacyDuty.ID) throws {
        let clock = PrivacyClock(try #require(self.register.duty(id)), startedAt: self.friday)
        #expect(clock.dueAt == Day("2026-03-16")!.moment(secondsAfterMidnight: 59_400, offset: 7 * 3600))
    }

    @Test("Nights, weekends and holidays count: three working days would end nine days later")
    func notWorkingDays() throws {
        let clock = PrivacyClock(try #require(self.register.duty(.breach)), startedAt: self.friday)
        let workingDays = try DueDate(
            declared: self.friday, workingDays: 3, calendar: WorkingDayCalendar(try HolidayFile.bundled()),
            unit: try #require(UnitCode("6104")), zone: .wib, closingMinutes: [])
        #expect(workingDays.day.description == "2026-03-25")
        #expect(Day(of: clock.dueAt, offset: 7 * 3600).description == "2026-03-16")
        // The same moment in every zone, and far outside any calendar.
        let later = PrivacyClock(clock.duty, startedAt: Date(timeIntervalSince1970: 4_000_000_000))
        #expect(later.dueAt == Date(timeIntervalSince1970: 4_000_000_000 + 259_200))
    }

    @Test("Done at the last second is in time, one second later is not; what is done stays done")
    func states() throws {
        var clock = PrivacyClock(try #require(self.register.duty(.access)), startedAt: self.friday)
        let end = clock.dueAt
        #expect(clock.state(at: end) == .open && clock.state(at: end.addingTimeInterval(1)) == .overdue)
        #expect(clock.hoursLeft(at: self.friday) == 72 && clock.hoursLeft(at: self.friday.addingTimeInterval(1)) == 71)
        #expect(clock.hoursLeft(at: end) == 0 && clock.hoursLeft(at: end.addingTimeInterval(1)) == -1)
        clock.stop(at: end)
        #expect(clock.state(at: end.addingTimeInterval(86_400)) == .met)
        clock.stop(at: end.addingTimeInterval(1))
        #expect(clock.doneAt == end)
        let late = PrivacyClock(clock.duty, startedAt: self.friday, doneAt: end.addingTimeInterval(1))
        #expect(late.state(at: end.addingTimeInterval(2)) == .missed)
    }

    @Test("A breach is told to the persons and the authority, with the three things that a notice must say")
    func breach() throws {
        let duty = try #require(self.register.duty(.breach))
        #expect(duty.notifies.count == 2 && duty.contents.count == 3)
        // Article 46 is the only one whose number was verified.
        #expect(self.register.duties.filter(\.isVerified).map(\.id) == [.breach])
        #expect(duty.source.contains("Pasal 46"))
    }
}
