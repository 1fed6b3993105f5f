import Contracts
import Foundation
import Postgres
import ReviewDomain
import Web
import WorkingDays

/// The model of `clock.mustache`: why the result of a case is due when it is, for its applicant and its unit.
struct ClockPage {
    struct DayLine {
        let date: String
        let words: String
        let source: String
        let isCounted: Bool
    }

    struct MoveLine {
        let text: String
    }

    struct Clock {
        let title: String
        let key: String
        let status: StatusBadge
        let sentences: [Sentence]
        let moves: [MoveLine]
        let hasMoves: Bool
        let days: [DayLine]
        let hasDays: Bool
        let noDays: String?
    }

    struct Sentence {
        let text: String
    }

    struct Rule {
        let text: String
        let source: String
    }

    let lead: String
    let backHref: String
    let back: String
    let standardHref: String
    let empty: EmptyState?
    let answer: Sentence?
    let clocks: [Clock]
    let rules: [Rule]

    /// What the page is made of, read in one transaction.
    struct Content: Sendable {
        let view: CaseView
        /// By version.
        let calendars: [Int: WorkingDayCalendar]

        static func read(_ id: CaseID, in tx: Transaction) throws -> Content? {
            guard let view = try CaseView.read(id, in: tx) else { return nil }
            var calendars: [Int: WorkingDayCalendar] = [:]
            for version in Set(view.subject.clocks.map(\.calendarVersion)) {
                calendars[version] = try ReferenceStore.calendar(version: version, in: tx)
            }
            return Content(view: view, calendars: calendars)
        }
    }

    init(_ content: Content, rules: ClockRules, isApplicant: Bool, now: Date) {
        let subject = content.view.subject
        let terms = content.view.terms
        let zone = content.view.zone
        self.lead = "\(isApplicant ? "Pengajuan" : "Perkara") \(subject.number): \(subject.title)"
        self.backHref = isApplicant ? "/pengajuan/\(subject.id)" : "/petugas/perkara/\(subject.id)"
        self.back = isApplicant ? "Kembali ke pengajuan" : "Kembali ke perkara"
        self.standardHref = "/standar/\(subject.unit)"
        self.empty =
            subject.clocks.isEmpty
            ? EmptyState(
                "Tenggat belum berjalan", "Tenggat mulai berjalan setelah berkas dinyatakan lengkap dan jelas.") : nil
        self.answer = subject.answerBy.map { day in
            Sentence(
                text: "\(subject.state.awaited) \(IndonesianDate.withWeekday(day)). "
                    + subject.state.awaitedTerm(rules).words)
        }
        self.clocks = subject.clocks.reversed().map { clock in
            Self.clock(
                clock, terms: terms, zone: zone, moves: content.view.moves.filter { $0.clock == clock.number },
                calendar: content.calendars[clock.calendarVersion], now: now)
        }
        self.rules = [
            Rule(
                text:
                    "Hari ke-0 adalah hari berkas dinyatakan lengkap dan jelas; hari kerja berikutnya adalah hari ke-1.",
                source: rules.firstDay.source),
            Rule(
                text:
                    "Yang dihitung hanya hari kerja, Senin sampai Jumat, di luar libur nasional, cuti bersama, dan libur "
                    + "daerah unit yang menangani.", source: rules.workingWeek.source),
            Rule(
                text:
                    "Tenggat berakhir pada akhir jam layanan hari terakhir menurut zona waktu unit (\(zone.rawValue)), atau "
                    + "pukul 23.59.59 bila jam layanan unit tidak diketahui.",
                source: "Standar pelayanan \(subject.standard)"),
            Rule(
                text: "Jawaban atas permintaan perbaikan ditunggu \(rules.monthsToAnswer.value) bulan kalender.",
                source: rules.monthsToAnswer.source),
            Rule(
                text:
                    "Berkas yang dikembalikan karena belum lengkap ditunggu \(rules.monthsToComplete.value) bulan kalender.",
                source: rules.monthsToComplete.source),
        ]
    }

    private static func clock(
        _ clock: LegalClock, terms: ClockTerms, zone: TimeZoneName, moves: [ClockMoveStore.Kept],
        calendar: WorkingDayCalendar?, now: Date
    ) -> Clock {
        var sentences = [
            Sentence(
                text:
                    "Mulai: \(IndonesianDate.text(clock.declaredAt, in: zone)), \(clock.openReason(under: terms).label)."
            ),
            Sentence(
                text: "Panjang: \(clock.workingDays) hari kerja, menurut kalender kerja versi \(clock.calendarVersion)."
            ),
        ]
        if let ended = clock.endedAt {
            sentences.append(
                Sentence(
                    text: "Berakhir: \(IndonesianDate.text(ended, in: zone)), \(clock.endReason?.label ?? ""), "
                        + (ended > clock.dueAt ? "diputus lewat tenggat." : "diputus dalam tenggat.")))
        }
        let (days, noDays) = Self.days(clock, terms: terms, calendar: calendar)
        return Clock(
            title: "Tenggat ke-\(clock.number): \(IndonesianDate.withWeekday(clock.dueOn))",
            key: "tenggat-\(clock.number)",
            status: clock.isRunning
                ? DueStatus.badge(dueAt: clock.dueAt, now: now) : StatusBadge("Sudah berakhir", .neutral),
            sentences: [Sentence(text: "Batas: \(IndonesianDate.text(clock.dueAt, in: zone)).")] + sentences,
            moves: moves.map { move in
                MoveLine(
                    text:
                        "\(IndonesianDate.text(move.movedAt, in: zone)): dari \(IndonesianDate.withWeekday(move.old.day)) "
                        + "menjadi \(IndonesianDate.withWeekday(move.new.day)). \(move.reason)")
            }, hasMoves: !moves.isEmpty, days: days, hasDays: !days.isEmpty, noDays: noDays)
    }

    /// The due date stands whatever can be shown of it now.
    private static func days(
        _ clock: LegalClock, terms: ClockTerms, calendar: WorkingDayCalendar?
    ) -> ([DayLine], String?) {
        let sorry =
            "Hari demi hari tidak dapat diperlihatkan karena kalender kerja versi \(clock.calendarVersion) tidak ada di sini "
            + "atau tidak memuat semua harinya. Tenggat di atas tetap berlaku; beri tahu operator."
        guard let calendar else { return ([], sorry) }
        do {
            let walk = try Explanation(
                declared: clock.declaredAt, workingDays: clock.workingDays, under: terms, calendar: calendar)
            let lines = walk.days.map {
                DayLine(
                    date: $0.date, words: $0.words(start: "dinyatakan lengkap dan jelas"), source: $0.source,
                    isCounted: $0.isCounted)
            }
            return (lines, nil)
        } catch {
            return ([], sorry)
        }
    }
}
