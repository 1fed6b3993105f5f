import Contracts
import Foundation
import Hummingbird
import Messaging
import MessagingLive
import Postgres
import ReviewDomain
import ServiceHost
import Testing
import Web
import WorkingDays

@testable import Review

@Suite("A newer calendar at work")
struct CalendarTests {
    /// The bundled calendar and one day more that is off.
    static func amended(
        _ day: String = "2026-08-20", unit: UnitCode? = nil, version: Int = HolidayFile.bundledVersion + 1
    ) throws -> CalendarVersion {
        var calendar = try HolidayFile.bundled()
        calendar.version = version
        calendar.reason = "SKB perubahan"
        calendar.daysOff.append(
            .init(
                day: try #require(Day(day)), kind: unit == nil ? .collectiveLeave : .regional, name: "Cuti tambahan",
                source: "SKB 9/2026", unit: unit))
        return calendar
    }

    /// A case that was declared complete now.
    static func declared(_ stand: ReviewStand, unit: String = "0000") async throws -> CaseID {
        let officer = unit == "0000" ? TestPerson.officer : TestPerson.officer6104
        let id = try await stand.open(unit: unit)
        try await stand.perform(TakeAction.self, by: officer, { TakeCase(caseId: id, version: $0) }, on: id)
        try await stand.perform(
            DeclareCompleteAction.self, by: officer, { DeclareCaseComplete(caseId: id, version: $0) }, on: id)
        return id
    }

    static func load(_ calendar: CalendarVersion, _ stand: ReviewStand) async throws -> ClockProjection.Progress? {
        let outcome = try await CalendarLoading.load(
            calendar, into: stand.database, at: stand.clock.now, identifiers: .system)
        #expect(outcome == .loaded)
        return try await ClockProjection(identifiers: .system).run(on: stand.database, now: { stand.clock.now })
    }

    @Test("A decree moves the running clocks that cross its day, keeps the old end with the reason, and tells of it")
    func moved() async throws {
        try await ReviewStand.with { stand in
            let running = try await Self.declared(stand)
            let ended = try await Self.declared(stand)
            try await stand.perform(
                ExamineAction.self, by: .officer,
                {
                    ExamineCase(
                        caseId: ended, version: $0,
                        findings: [Finding(item: "judul", verdict: .correction, text: "Perbaiki.")])
                }, on: ended)
            let endedBefore = try await stand.find(ended).clocks
            stand.clock.advance(days: 10)
            // Declared after the day that the decree takes away.
            let later = try await Self.declared(stand)
            let laterBefore = try await stand.find(later).clocks
            #expect(try await stand.find(running).runningClock?.dueOn.description == "2026-09-04")

            let progress = try await Self.load(try Self.amended(), stand)
            #expect(progress?.checked == 1)
            #expect(progress?.moved == 1)
            #expect(progress?.isFinished == true)

            let clock = try #require(try await stand.find(running).runningClock)
            #expect(clock.dueOn.description == "2026-09-07")
            #expect(clock.calendarVersion == 3)
            #expect(try await stand.find(ended).clocks == endedBefore)
            #expect(try await stand.find(later).clocks == laterBefore)
            let kept = try await stand.database.read { try ClockMoveStore.all(of: running, in: $0) }
            #expect(kept.map(\.old.day.description) == ["2026-09-04"])
            #expect(kept.map(\.new) == [clock.due])
            #expect(kept.map { "\($0.fromVersion) \($0.toVersion)" } == ["2 3"])
            #expect(
                kept.map(\.reason) == [
                    "Kalender kerja versi 3 menggantikan versi 2 (SKB perubahan): Kamis, 20 Agustus 2026 menjadi hari "
                        + "libur (cuti bersama Cuti tambahan, sumber: SKB 9/2026)."
                ])
            #expect(try await stand.events(of: running).suffix(1) == ["case.due-moved.v1"])
            #expect(try await stand.events(of: later).suffix(1) == ["case.declared-complete.v1"])
            #expect(try await stand.count("SELECT count(*) FROM outbox WHERE type = 'calendar.published.v1'") == 1)
            // Everything is done: again, and by the timer, nothing happens.
            #expect(
                try await ClockProjection(identifiers: .system).run(on: stand.database, now: { stand.clock.now }) == nil
            )
            #expect(try await stand.count("SELECT count(*) FROM clock_move") == 1)
        }
    }

    @Test("A day off of a region moves the clocks of its unit alone")
    func regional() async throws {
        try await ReviewStand.with { stand in
            let there = try await Self.declared(stand, unit: "6104")
            let elsewhere = try await Self.declared(stand)
            let before = try await stand.find(elsewhere).clocks
            let progress = try await Self.load(try Self.amended(unit: TestPerson.mempawah), stand)
            #expect(progress?.moved == 1)
            #expect(try await stand.find(there).runningClock?.dueOn.description == "2026-09-07")
            #expect(try await stand.find(elsewhere).clocks == before)
        }
    }

    @Test("Two processes that carry a calendar through, and one that was stopped, move each clock once")
    func manyHands() async throws {
        try await ReviewStand.with { stand in
            for _ in 0..<7 { _ = try await Self.declared(stand) }
            let outcome = try await CalendarLoading.load(
                try Self.amended(), into: stand.database, at: stand.clock.now, identifiers: .system)
            #expect(outcome == .loaded)
            var work = ClockProjection(identifiers: .system)
            work.batch = 2
            let small = work
            let now = stand.clock.now
            // One batch, and the process is gone.
            let first = try await stand.database.transaction { try small.step(at: now, in: $0) }
            #expect(first?.moved == 2)
            #expect(first?.isFinished == false)
            async let one = small.run(on: stand.database, now: { now })
            async let other = small.run(on: stand.database, now: { now })
            _ = try await (one, other)
            _ = try await small.run(on: stand.database, now: { now })
            #expect(try await stand.count("SELECT count(*) FROM clock_move") == 7)
            #expect(try await stand.count("SELECT count(*) FROM outbox WHERE type = 'case.due-moved.v1'") == 7)
            #expect(try await stand.count("SELECT moved FROM calendar_projection") == 7)
            #expect(try await stand.count("SELECT count(*) FROM calendar_projection WHERE finished_at IS NULL") == 0)
        }
    }

    @Test("The timer goes on where a process was stopped")
    func timer() async throws {
        try await ReviewStand.with { stand in
            let id = try await Self.declared(stand)
            _ = try await CalendarLoading.load(
                try Self.amended(), into: stand.database, at: stand.clock.now, identifiers: .system)
            #expect(
                try await stand.count(
                    "SELECT count(*) FROM timers WHERE name = 'review.project-clocks' AND fired_at IS NULL") == 1)
            let now = stand.clock.now
            let progress = try await stand.database.transaction { tx in
                try ClockProjection(identifiers: .system).step(at: now, in: tx)
            }
            #expect(progress?.isFinished == true)
            #expect(try await stand.find(id).runningClock?.calendarVersion == 3)
        }
    }

    @Test("The same version again is known; an older one, another of the same number, and one too short are refused")
    func refused() async throws {
        try await ReviewStand.with { stand in
            _ = try await Self.declared(stand)
            let now = stand.clock.now
            func load(_ calendar: CalendarVersion) async throws -> CalendarLoading.Outcome {
                try await CalendarLoading.load(calendar, into: stand.database, at: now, identifiers: .system)
            }
            #expect(try await load(try HolidayFile.bundled()) == .known)
            await #expect(throws: CalendarRefused.notNewer(2, present: 2)) {
                try await load(try Self.amended(version: 2))
            }
            await #expect(throws: CalendarRefused.notNewer(1, present: 2)) {
                try await load(try Self.amended(version: 1))
            }
            var short = try Self.amended()
            short.coveredUntil = try #require(Day("2026-09-01"))
            short.daysOff.removeAll { $0.day > short.coveredUntil }
            let tooShort = short
            await #expect {
                _ = try await load(tooShort)
            } throws: { error in
                "\(error)".hasPrefix("clock 1 of case LYK-2026-0000-")
                    && "\(error)".contains("2026-09-02 lies outside: a newer calendar is needed")
            }
            #expect(try await stand.count("SELECT count(*) FROM calendar_version") == 1)
            #expect(try await stand.count("SELECT count(*) FROM calendar_projection") == 0)
            #expect(try await stand.count("SELECT count(*) FROM outbox WHERE type = 'calendar.published.v1'") == 0)
            // The calendar that comes with the program is not loaded over a newer one.
            #expect(try await load(try Self.amended()) == .loaded)
            try await CalendarLoading.loadBundled(into: stand.database, at: now, identifiers: .system)
            #expect(try await stand.count("SELECT count(*) FROM calendar_version") == 2)
        }
    }

    @Test("A case that is declared complete after the load is counted by the newer calendar")
    func afterTheLoad() async throws {
        try await ReviewStand.with { stand in
            _ = try await Self.load(try Self.amended(), stand)
            let id = try await Self.declared(stand)
            let clock = try await stand.find(id).runningClock
            #expect(clock?.dueOn.description == "2026-09-07")
            #expect(clock?.calendarVersion == 3)
        }
    }

    @Test("The end of the calendar's coverage and waiting clocks are told as numbers")
    func watch() async throws {
        try await ReviewStand.with { stand in
            func number(_ name: String) async -> Double? {
                await stand.definition.measure().first { $0.name == name }?.value
            }
            // 13 August 2026 to 31 December 2027.
            #expect(await number("layak_calendar_days_left") == 505)
            #expect(await number("layak_calendar_projection_seconds") == 0)
            _ = try await CalendarLoading.load(
                try Self.amended(), into: stand.database, at: stand.clock.now, identifiers: .system)
            stand.clock.advance(days: 445)
            #expect(await number("layak_calendar_days_left") == 60)
            #expect(await number("layak_calendar_projection_seconds") == 445 * 86_400)
        }
    }

    @Test("Why this date: applicant and unit see every day with its source and how the end has moved; nobody else does")
    func clockPage() async throws {
        try await ReviewStand.with { stand in
            let id = try await Self.declared(stand)
            _ = try await Self.load(try Self.amended(), stand)
            try await stand.browse { browser async throws -> Void in
                for person in [TestPerson.applicant, .officer, .supervisor] {
                    let page = try await browser.get("/tenggat/\(id)", as: person)
                    #expect(page.status == 200)
                    for words in [
                        "Mengapa tanggal ini?", "Tenggat ke-1: Senin, 7 September 2026",
                        "Kamis, 13 Agustus 2026", "hari ke-0, dinyatakan lengkap dan jelas", "hari kerja ke-14",
                        "tidak dihitung: libur nasional, Hari Kemerdekaan Republik Indonesia",
                        "SKB 3 Menteri 1497/2025", "tidak dihitung: cuti bersama, Cuti tambahan",
                        "dari Jumat, 4 September 2026 menjadi Senin, 7 September 2026", "SKB perubahan",
                        "Perpres 21/2023", "/kalender", "/standar/0000",
                    ] { #expect(page.text.contains(words), "\(person.name): \(words)") }
                    #expect(
                        page.text.contains(
                            person.id == TestPerson.applicant.id ? "/pengajuan/\(id)" : "/petugas/perkara/\(id)"))
                }
                for stranger in [TestPerson.otherApplicant, .officer6104] {
                    #expect(try await browser.get("/tenggat/\(id)", as: stranger).status == 404)
                }
                #expect(try await browser.get("/tenggat/\(CaseID(UUID()))", as: .officer).status == 404)
                #expect(try await browser.get("/tenggat/\(id)").status == 303)
                let officers = try await browser.get("/petugas/perkara/\(id)", as: .officer)
                #expect(officers.text.contains("/tenggat/\(id)"))
                #expect(officers.text.contains("Tenggat berubah dari 4 September 2026 menjadi 7 September 2026"))
                // Before a declaration there is nothing to explain.
                let fresh = try await stand.open()
                #expect(
                    try await browser.get("/tenggat/\(fresh)", as: .applicant).text.contains("Tenggat belum berjalan"))
            }
        }
    }

    @Test("An ended clock and the answer that is awaited are explained too")
    func endedClock() async throws {
        try await ReviewStand.with { stand in
            let id = try await Self.declared(stand)
            try await stand.perform(
                ExamineAction.self, by: .officer,
                {
                    ExamineCase(
                        caseId: id, version: $0,
                        findings: [Finding(item: "judul", verdict: .correction, text: "Perbaiki.")])
                }, on: id)
            try await stand.browse { browser async throws -> Void in
                let page = try await browser.get("/tenggat/\(id)", as: .applicant)
                for words in [
                    "Sudah berakhir", "hasil pemeriksaan disampaikan: perlu perbaikan", "dalam tenggat",
                    "dijawab paling lambat Jumat, 13 November 2026", "3 bulan kalender",
                ] { #expect(page.text.contains(words), "\(words)") }
            }
        }
    }

    @Test("A returned file and its term are explained to applicant and officer in their own words")
    func returnedFile() async throws {
        try await ReviewStand.with { stand in
            let id = try await stand.open()
            try await stand.perform(TakeAction.self, by: .officer, { TakeCase(caseId: id, version: $0) }, on: id)
            try await stand.perform(
                ReturnAction.self, by: .officer,
                { ReturnCase(caseId: id, version: $0, remarks: [Remark(item: "3.1", text: "Jelaskan.")]) }, on: id)
            #expect(try await stand.find(id).answerBy?.description == "2026-11-13")
            let event = try await stand.published(CaseReturned.self, of: id)
            #expect(event?.answerBy?.description == "2026-11-13")
            try await stand.browse { browser async throws -> Void in
                let sentence = "Berkas dilengkapi paling lambat"
                for person in [TestPerson.applicant, .officer] {
                    let clock = try await browser.get("/tenggat/\(id)", as: person).text
                    for words in [
                        "\(sentence) Jumat, 13 November 2026", "3 bulan kalender", "Tenggat belum berjalan",
                        "Usulan rancangan layanan: berkas yang belum lengkap",
                    ] { #expect(clock.contains(words), "\(person.name): \(words)") }
                    #expect(!clock.contains("Perbaikan yang diminta dijawab"))
                }
                for path in ["/petugas/perkara/\(id)", "/petugas"] {
                    let page = try await browser.get(path, as: .officer).text
                    #expect(page.contains("\(sentence) 13 November 2026"), "\(path)")
                    #expect(!page.contains("dijawab paling lambat"), "\(path)")
                }
            }
            try await stand.resubmit(id)
            #expect(try await stand.find(id).answerBy == nil)
            try await stand.browse { browser async throws -> Void in
                for path in ["/petugas/perkara/\(id)", "/petugas", "/tenggat/\(id)"] {
                    #expect(try await !browser.get(path, as: .officer).text.contains("dilengkapi paling lambat"))
                }
            }
        }
    }

    @Test("Whoever asks for a year that the calendar does not cover is told so, and which years it covers")
    func yearOutsideTheCalendar() async throws {
        try await ReviewStand.with { stand in
            _ = try await Self.load(try Self.amended(), stand)
            try await stand.browse { browser async throws -> Void in
                for (asked, shown) in [("2031", "2027"), ("2019", "2024"), ("-1", "2024")] {
                    let page = try await browser.get("/kalender?tahun=\(asked)")
                    #expect(page.status == 200)
                    #expect(page.text.contains("Hari libur \(shown)"))
                    #expect(
                        page.text.contains(
                            "Tahun \(asked) tidak tercakup; kalender kerja mencakup tahun 2024 sampai 2027, dan di bawah "
                                + "ini tahun \(shown)."))
                }
                for covered in ["", "?tahun=2025", "?tahun=2027", "?tahun=x"] {
                    #expect(try await !browser.get("/kalender\(covered)").text.contains("tidak tercakup"))
                }
            }
        }
    }

    @Test("Everybody reads the days off of a year with their decrees, and the versions of the calendar")
    func calendarPage() async throws {
        try await ReviewStand.with { stand in
            _ = try await Self.load(try Self.amended(unit: TestPerson.mempawah), stand)
            try await stand.browse { browser async throws -> Void in
                let page = try await browser.get("/kalender")
                #expect(page.status == 200)
                for words in [
                    "Hari libur 2026", "240 hari kerja", "Senin, 17 Agustus 2026", "SKB 3 Menteri 1497/2025",
                    "Kamis, 20 Agustus 2026", "libur daerah", "6104", "Versi 3, dimuat", "SKB perubahan",
                    "Versi 2, dimuat",
                    "1 Januari 2024", "31 Desember 2027",
                ] { #expect(page.text.contains(words), "\(words)") }
                #expect(!page.text.contains("segera berakhir"))
                let other = try await browser.get("/kalender?tahun=2025")
                #expect(other.text.contains("237 hari kerja") && other.text.contains("933/2025"))
                #expect(try await browser.get("/kalender?tahun=9999").text.contains("Hari libur 2027"))
                #expect(try await browser.get("/kalender?tahun=x").text.contains("Hari libur 2026"))
                stand.clock.advance(days: 450)
                #expect(try await browser.get("/kalender").text.contains("segera berakhir"))
            }
        }
    }
}
