import Contracts
import Foundation
import RatingDomain
import Testing
import WorkingDays

@Suite("Deadlines of complaints")
struct ComplaintDeadlineTests {
    /// The file that the service reads.
    static let json: [UInt8] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "Services/Rating/Service/Data/complaint-terms.json")
        return (try? Data(contentsOf: file)).map(Array.init) ?? []  // without the file every test fails and says so
    }()
    let terms: ComplaintTerms
    let calendar: WorkingDayCalendar
    let mempawah = UnitCode("6104")!

    init() throws {
        self.terms = try ComplaintTerms(json: Self.json, file: "complaint-terms.json")
        self.calendar = WorkingDayCalendar(try HolidayFile.bundled())
    }

    /// Ten in the morning of a day in WIB.
    static func morning(_ day: String) throws -> Date {
        try #require(Day(day)).moment(secondsAfterMidnight: 36_000, offset: 7 * 3600)
    }

    func deadlines(_ course: ComplaintCourse, unit: UnitCode? = nil, zone: TimeZoneName = .wib) throws
        -> [ComplaintDeadline]
    {
        // Monday to Thursday 15:30, Friday 16:00.
        try ComplaintDeadline.all(
            of: course, under: self.terms, calendar: self.calendar, unit: unit ?? self.mempawah, zone: zone,
            closingMinutes: [930, 930, 930, 930, 960, nil, nil])
    }

    /// Days off in these spans: 2025-08-18 cuti bersama, 09-05 Maulid; 2026-03-18…24 Nyepi, Idulfitri with cuti bersama,
    /// 04-03 Wafat Yesus, 05-01, 05-14/15, 05-27/28, 06-01, 06-16; 2026-12-24 cuti bersama, 12-25, 2027-01-01, 01-05,
    /// 02-05 cuti bersama, 03-08…12 Nyepi, Idulfitri with cuti bersama, and so on: all from `holidays.csv`.
    @Test(
        "A complaint that comes in before holidays is due on the working day that counting by hand gives",
        arguments: [
            ("2025-08-14", "2025-08-20", "2025-08-22", "2025-09-04", "2025-11-10"),
            ("2026-03-13", "2026-03-25", "2026-03-27", "2026-04-10", "2026-06-24"),
            ("2026-08-13", "2026-08-19", "2026-08-21", "2026-09-04", "2026-11-09"),
            ("2026-12-14", "2026-12-17", "2026-12-21", "2027-01-07", "2027-03-23"),
            ("2027-05-04", "2027-05-10", "2027-05-12", "2027-05-31", "2027-08-04"),
        ])
    func byHand(received: String, verified: String, information: String, complaint: String, oversight: String) throws {
        let due: [ComplaintClass?: String] = [
            .informationRequest: information, .complaint: complaint, .oversightComplaint: oversight,
        ]
        for complaintClass in [nil] + ComplaintClass.allCases.map(Optional.some) {
            let course = ComplaintCourse(receivedAt: try Self.morning(received), complaintClass: complaintClass)
            let deadlines = try self.deadlines(course)
            let days = Dictionary(uniqueKeysWithValues: deadlines.map { ($0.duty, $0.due.day.description) })
            #expect(days[.verification] == verified)
            #expect(days[.completion] == due[complaintClass], "\(complaintClass.debugDescription)")
            #expect(days[.firstAnswer] == nil && days[.silence] == nil)
        }
    }

    @Test("A request that was passed on is to be answered within 5, and 10 days of silence after that finish it")
    func stages() throws {
        var course = ComplaintCourse(receivedAt: try Self.morning("2026-03-13"), complaintClass: .complaint)
        course.forwardedAt = try Self.morning("2026-03-16")
        // 17 March is day 1; 18 to 24 March are days off or weekend; 25, 26, 27, 30 March.
        #expect(try self.deadlines(course).map(\.duty) == [.verification, .firstAnswer, .completion])
        #expect(try self.deadlines(course)[1].due.day.description == "2026-03-30")
        course.firstAnsweredAt = try Self.morning("2026-03-26")
        // 27, 30, 31 March, 1, 2 April, (3 Good Friday), 6, 7, 8, 9, 10 April.
        var silence = try #require(try self.deadlines(course).first { $0.duty == .silence })
        #expect(silence.due.day.description == "2026-04-10")
        // A reply of the complainant opens the time again: 1, 2, 6, 7, 8, 9, 10, 13, 14, 15 April.
        course.lastFollowUpAt = try Self.morning("2026-03-31")
        silence = try #require(try self.deadlines(course).first { $0.duty == .silence })
        #expect(silence.due.day.description == "2026-04-15")
    }

    @Test("An aspiration has the deadlines of the stages and none to finish")
    func aspiration() throws {
        let course = ComplaintCourse(receivedAt: try Self.morning("2026-03-13"), complaintClass: .aspiration)
        #expect(try self.deadlines(course).map(\.duty) == [.verification])
        #expect(self.terms.classes[.aspiration]?.workingDays == nil)
        #expect(self.terms.classes[.aspiration]?.source.isEmpty == false)
    }

    @Test("A deadline ends with the service hours in the unit's zone, and its state follows from that second")
    func moments() throws {
        let course = ComplaintCourse(receivedAt: try Self.morning("2026-03-13"), complaintClass: .complaint)
        let west = try self.deadlines(course)[1]
        let east = try self.deadlines(course, unit: UnitCode("9400"), zone: .wit)[1]
        // Friday 2026-04-10 at 16:00 in Mempawah is 09:00 UTC; in Papua two hours earlier.
        let end = try #require(Day("2026-04-10")).moment(secondsAfterMidnight: 57_600, offset: 7 * 3600)
        #expect(west.due.moment == end && east.due.moment == end.addingTimeInterval(-7200))
        #expect(west.state(at: end) == .open && west.state(at: end.addingTimeInterval(1)) == .overdue)
        var done = course
        done.finishedAt = end
        #expect(try self.deadlines(done).allSatisfy { $0.duty == .verification || $0.state(at: end) == .met })
        done.finishedAt = end.addingTimeInterval(1)
        #expect(try self.deadlines(done)[1].state(at: end) == .missed)
    }

    @Test("A day off of one region moves the deadlines of its unit alone")
    func regionalDay() throws {
        let day = try #require(Day("2026-08-14"))
        var version = try HolidayFile.bundled()
        version.daysOff.append(
            .init(day: day, kind: .regional, name: "Hari jadi", source: "Keputusan bupati", unit: self.mempawah))
        version.daysOff.sort { $0.day < $1.day }
        let course = ComplaintCourse(receivedAt: try Self.morning("2026-08-13"))
        let days = try [self.mempawah, try #require(UnitCode("6171"))].map { unit in
            try ComplaintDeadline.all(
                of: course, under: self.terms, calendar: WorkingDayCalendar(version), unit: unit, zone: .wib,
                closingMinutes: [])[0].due.day.description
        }
        #expect(days == ["2026-08-20", "2026-08-19"])
    }

    @Test("Beyond the calendar there is no deadline but an error")
    func beyond() throws {
        let course = ComplaintCourse(receivedAt: try Self.morning("2027-12-20"), complaintClass: .oversightComplaint)
        #expect(throws: CalendarError.self) { try self.deadlines(course) }
    }

    @Test("3, 5 and 10 for the stages, 5, 14 and 60 for the classes, each with its source")
    func lengthsAndSources() {
        #expect(self.terms.stages[.verification]?.workingDays == 3)
        #expect(self.terms.stages[.firstAnswer]?.workingDays == 5 && self.terms.stages[.silence]?.workingDays == 10)
        let lengths = ComplaintClass.allCases.map { self.terms.classes[$0]?.workingDays }
        #expect(lengths == [5, 14, 60, nil])
        // None of them was read in the regulation itself, and the file says so.
        let all = Array(self.terms.stages.values) + Array(self.terms.classes.values)
        #expect(all.allSatisfy { !$0.isVerified && !$0.source.isEmpty })
        #expect(
            Set(ComplaintClass.allCases.map(\.words)).count == 4 && Set(ComplaintDuty.allCases.map(\.words)).count == 4)
    }

    @Test(
        "A file of terms with a fault is refused with the field and the reason",
        arguments: [
            ("\"complaint\": {", "\"keluhan\": {", "classes/keluhan", "is unknown"),
            ("\"workingDays\": 14", "\"workingDays\": 0", "classes/complaint/workingDays", "0 is outside 1 to 365"),
            (
                "\"workingDays\": 60", "\"workingDays\": \"60\"", "classes/oversight-complaint/workingDays",
                "has the wrong type"
            ),
            (
                "\"workingDays\": 3,", "\"workingDays\": null,", "stages/verification/workingDays",
                "is missing: every stage has a length"
            ),
            ("\"from\": \"forwarded\", ", "", "stages/first-answer/from", "is missing"),
            ("\"silence\"", "\"completion\"", "stages/completion", "is unknown"),
            (
                "tidak ditemukan jangka waktu untuk aspirasi; belum diperiksa pada naskah peraturan", " ",
                "classes/aspiration/source", "is empty"
            ),
        ])
    func faults(old: String, new: String, field: String, reason: String) throws {
        let text = String(decoding: Self.json, as: UTF8.self)
        let changed = text.replacing(old, with: new)
        #expect(changed != text)
        let fault = #expect(throws: DataFault.self) {
            try ComplaintTerms(json: Array(changed.utf8), file: "terms.json")
        }
        #expect(fault == DataFault(file: "terms.json", field: field, reason: reason))
    }

    @Test("A class that the file lacks is named")
    func missingClass() throws {
        let fault = #expect(throws: DataFault.self) {
            try ComplaintTerms(json: Array(#"{"stages": {}, "classes": {}}"#.utf8), file: "terms.json")
        }
        #expect(fault?.description == "terms.json: stages/verification: is missing")
        #expect(throws: DataFault.self) { try ComplaintTerms(json: Array("[".utf8), file: "terms.json") }
    }

    @Test("Anonymous hides the name, confidential hides the text; neither does the other's work")
    func privacy() {
        typealias Seen = [Bool]  // name then text, for everyone, officer, trusted officer
        let expected: [(Bool, Bool, Seen)] = [
            (false, false, [false, true, true, true, true, true]),
            (true, false, [false, true, false, true, false, true]),
            (false, true, [false, false, false, false, true, true]),
            (true, true, [false, false, false, false, false, true]),
        ]
        for (anonymous, confidential, seen) in expected {
            let privacy = ComplaintPrivacy(isAnonymous: anonymous, isConfidential: confidential)
            let found = ComplaintPrivacy.Reader.allCases.flatMap {
                [privacy.showsName(to: $0), privacy.showsText(to: $0)]
            }
            #expect(found == seen, "\(privacy.words)")
        }
        let words = [true, false].flatMap { one in
            [true, false].map { ComplaintPrivacy(isAnonymous: one, isConfidential: $0).words }
        }
        #expect(Set(words).count == 4)
    }
}
