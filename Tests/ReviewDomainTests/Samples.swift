import Contracts
import Foundation
import ReviewDomain
import WorkingDays

/// Values that the tests of the domain share.
enum Samples {
    static let unit = UnitCode.headquarters
    static let items: Set<String> = ["judul", "1.1", "3.1", "5.2"]
    static let morning = Date(timeIntervalSince1970: 1_786_590_000)  // 2026-08-13, 10:00 WIB

    static func person(_ index: UInt64) -> PersonID {
        PersonID(UUID.version7(at: Date(timeIntervalSince1970: 0), high: 0, low: index))
    }

    static func worker(_ index: UInt64, _ roles: Set<CaseRole>) -> CaseWorker {
        CaseWorker(actor: Actor(personId: person(index), name: "Orang \(index)", unit: self.unit), roles: roles)
    }

    static let officer = worker(1, [.officer])
    static let second = worker(2, [.officer, .evaluator])
    static let evaluator = worker(3, [.evaluator])
    static let signer = worker(4, [.signer])
    static let everything = worker(5, [.officer, .evaluator, .signer])
    static let stranger = worker(6, [])

    static let caseID = CaseID(UUID.version7(at: morning, high: 1, low: 1))
    static let letterID = LetterID(UUID.version7(at: morning, high: 2, low: 2))

    static let submitted = SubmissionSubmitted(
        caseId: caseID, caseNumber: "LYK-2026-0000-000001", round: 1, unit: unit, standard: "0000@1",
        applicant: Applicant(personId: person(9), name: Personal("Pemohon"), institution: "Kementerian Contoh"),
        title: "Survei Contoh 2026", year: 2026, regions: [],
        form: FormContent(definition: "ms-keg", version: 1, answers: ["judul": .string("Survei Contoh 2026")]),
        attachments: [], submittedAt: morning)

    static func resubmitted(round: Int) -> SubmissionResubmitted {
        SubmissionResubmitted(
            caseId: caseID, caseNumber: "LYK-2026-0000-000001", round: round, unit: unit, standard: "0000@1",
            applicant: submitted.applicant, title: "Survei Contoh Lengkap 2026", year: 2026, regions: [],
            form: submitted.form, attachments: [], submittedAt: morning)
    }

    static func standard(_ after: ServiceStandard.AfterCorrection = .newClock) -> ServiceStandard {
        ServiceStandard(
            id: "0000@1", unit: unit, version: 1, effectiveFrom: Day("2024-01-01") ?? Day(number: 0), source: "",
            serviceName: "Rekomendasi", place: [], contacts: [], requirements: [], procedures: [], timeText: "",
            workingDays: 14, afterCorrection: after, channels: [.email], fee: "gratis", products: [],
            signerOffice: "Direktur Diseminasi Statistik", letterhead: [], letterPlace: "Jakarta",
            complaintChannels: [], closingMinutes: [930, 930, 930, 930, 960, nil, nil], zone: .wib, settled: [])
    }

    static func calendar() throws -> WorkingDayCalendar { WorkingDayCalendar(try HolidayFile.bundled()) }

    static func issue(_ letter: Letter, by signer: CaseWorker, at now: Date) -> LetterIssue {
        LetterIssue(
            letterNumber: "B-1/00000/VS.190/2026",
            recommendationNumber: letter.outcome == .feasible ? "V-26.0000.001" : nil, verificationCode: "kode",
            sha256: "ab", size: 1, at: now, signedBy: signer.actor, signerOffice: "Direktur")
    }
}

/// A case with short words for its steps, each with the version that the case has now.
struct Walk {
    var subject = Case.open(for: Samples.submitted, at: Samples.morning)
    var now = Samples.morning
    var version: Int { self.subject.version }

    mutating func take(_ worker: CaseWorker = Samples.officer) throws {
        try self.subject.take(TakeCase(caseId: Samples.caseID, version: self.version), by: worker, at: self.now)
    }
    mutating func giveBack(_ worker: CaseWorker = Samples.officer) throws {
        try self.subject.giveBack(GiveBackCase(caseId: Samples.caseID, version: self.version), by: worker, at: self.now)
    }
    mutating func returnIt(_ worker: CaseWorker = Samples.officer) throws {
        try self.subject.returnToApplicant(
            ReturnCase(
                caseId: Samples.caseID, version: self.version, remarks: [Remark(item: "3.1", text: "Jadwal kosong.")]),
            by: worker, items: Samples.items, zone: .wib, completion: MonthTerm(months: 3), at: self.now)
    }
    mutating func resubmit() throws {
        _ = try self.subject.resubmit(Samples.resubmitted(round: self.subject.round + 1), at: self.now)
    }
    mutating func declare(
        _ worker: CaseWorker = Samples.officer, standard: ServiceStandard = Samples.standard()
    ) throws {
        try self.subject.declareComplete(
            DeclareCaseComplete(caseId: Samples.caseID, version: self.version), by: worker, standard: standard,
            calendar: try Samples.calendar(), at: self.now)
    }
    mutating func examine(_ verdict: Finding.Verdict = .sound, by worker: CaseWorker = Samples.officer) throws {
        try self.subject.examine(
            ExamineCase(
                caseId: Samples.caseID, version: self.version,
                findings: [
                    Finding(item: "judul", verdict: .sound), Finding(item: "3.1", verdict: verdict, text: "Catatan."),
                ]), by: worker, items: Samples.items, zone: .wib,
            answer: MonthTerm(months: 3), at: self.now)
    }
    mutating func openEvaluation(_ worker: CaseWorker = Samples.officer) throws {
        try self.subject.openEvaluation(
            OpenEvaluation(caseId: Samples.caseID, version: self.version), by: worker, at: self.now)
    }
    mutating func giveOpinion(_ worker: CaseWorker = Samples.evaluator, text: String = "Rancangan baik.") throws {
        try self.subject.giveOpinion(
            GiveOpinion(caseId: Samples.caseID, version: self.version, recommends: .feasible, text: text), by: worker,
            at: self.now)
    }
    mutating func closeEvaluation(_ worker: CaseWorker = Samples.officer) throws {
        try self.subject.closeEvaluation(
            CloseEvaluation(caseId: Samples.caseID, version: self.version, minutes: "Dibahas."), by: worker,
            at: self.now)
    }
    mutating func draft(_ outcome: LetterOutcome = .feasible, by worker: CaseWorker = Samples.officer) throws {
        try self.subject.draftLetter(
            DraftLetter(
                caseId: Samples.caseID, version: self.version, outcome: outcome, advice: ["Perbesar sampel."],
                reasons: outcome == .refused ? ["Duplikasi."] : []), by: worker, newLetter: Samples.letterID,
            at: self.now)
    }
    mutating func sign(_ worker: CaseWorker = Samples.signer) throws {
        let now = self.now
        try self.subject.signLetter(
            SignLetter(caseId: Samples.caseID, version: self.version), by: worker, at: now
        ) { Samples.issue($0, by: worker, at: now) }
    }
    mutating func deliver() throws {
        _ = try self.subject.recordDelivery(of: Samples.letterID, at: self.now, now: self.now)
    }
    mutating func rate() throws { _ = try self.subject.recordRating(at: self.now, now: self.now) }

    /// Takes a step by its name, with somebody who may take it.
    mutating func step(_ step: CaseStep, by worker: CaseWorker? = nil) throws {
        switch step {
        case .open: break
        case .take: try self.take(worker ?? Samples.officer)
        case .giveBack: try self.giveBack(worker ?? Samples.officer)
        case .return: try self.returnIt(worker ?? Samples.officer)
        case .resubmit: try self.resubmit()
        case .declareComplete: try self.declare(worker ?? Samples.officer)
        case .examine: try self.examine(by: worker ?? Samples.officer)
        case .openEvaluation: try self.openEvaluation(worker ?? Samples.officer)
        case .giveOpinion: try self.giveOpinion(worker ?? Samples.evaluator)
        case .closeEvaluation: try self.closeEvaluation(worker ?? Samples.officer)
        case .draftLetter: try self.draft(by: worker ?? Samples.officer)
        case .signLetter: try self.sign(worker ?? Samples.signer)
        case .recordDelivery: try self.deliver()
        case .recordRating: try self.rate()
        case .complete: _ = self.subject.completeUnrated(at: self.now)
        }
    }

    /// A taken case, walked to the state.
    static func to(_ state: CaseState) throws -> Walk {
        var walk = Walk()
        try walk.take()
        switch state {
        case .submitted: break
        case .returned: try walk.steps(.return)
        case .resubmitted: try walk.steps(.return, .resubmit)
        case .complete: try walk.steps(.declareComplete)
        case .examined: try walk.steps(.declareComplete, .examine)
        case .correctionRequested:
            try walk.steps(.declareComplete)
            try walk.examine(.correction)
        case .inEvaluation: try walk.steps(.declareComplete, .examine, .openEvaluation)
        case .evaluated:
            try walk.steps(.declareComplete, .examine, .openEvaluation, .giveOpinion, .closeEvaluation)
        case .letterDrafted:
            walk = try self.to(.evaluated)
            try walk.steps(.draftLetter)
        case .issued:
            walk = try self.to(.letterDrafted)
            try walk.steps(.signLetter)
        case .refused:
            walk = try self.to(.evaluated)
            try walk.draft(.refused)
            try walk.steps(.signLetter)
        case .delivered:
            walk = try self.to(.issued)
            try walk.steps(.recordDelivery)
        case .completed:
            walk = try self.to(.delivered)
            try walk.steps(.recordRating)
        }
        return walk
    }

    mutating func steps(_ steps: CaseStep...) throws { for step in steps { try self.step(step) } }
}
