import Contracts
import Foundation
import ReviewDomain
import Standards
import Testing
import WorkingDays

@Suite("The behaviours of a case")
struct CaseTests {
    func problem(_ body: () throws -> Void) -> Problem? {
        do {
            try body()
            return nil
        } catch {
            return error as? Problem
        }
    }

    @Test("A stale command is refused and says who changed what")
    func staleVersion() throws {
        var walk = Walk()
        let seen = walk.version
        try walk.take()
        let refused = self.problem {
            try walk.subject.giveBack(
                GiveBackCase(caseId: Samples.caseID, version: seen), by: Samples.officer, at: walk.now)
        }
        #expect(refused?.code == "versi-usang")
        #expect(refused?.status == 409)
        let detail = try #require(refused?.detail)
        #expect(detail.contains("Orang 1 mengambil perkara pada 2026-08-13T03:00:00.000Z"))
        #expect(detail.contains("Versi sekarang 2"))
    }

    @Test("Only an officer of the unit takes a case, and only one holds it")
    func taking() throws {
        var walk = Walk()
        #expect(self.problem { try walk.take(Samples.stranger) }?.status == 403)
        #expect(self.problem { try walk.take(Samples.signer) }?.status == 403)
        #expect(self.problem { try walk.declare() }?.code == "belum-diambil")
        try walk.take()
        #expect(self.problem { try walk.take(Samples.second) }?.code == "dipegang-petugas-lain")
        #expect(self.problem { try walk.declare(Samples.second) }?.code == "dipegang-petugas-lain")
        try walk.giveBack()
        try walk.take(Samples.second)
        #expect(walk.subject.holder == Samples.second.actor)
    }

    @Test("Remarks name items of the form, each once, with words")
    func remarks() throws {
        var walk = try Walk.to(.submitted)
        let refused = self.problem {
            try walk.subject.returnToApplicant(
                ReturnCase(
                    caseId: Samples.caseID, version: walk.version,
                    remarks: [
                        Remark(item: "9.9", text: "Tidak ada"), Remark(item: "3.1", text: "  "),
                        Remark(item: "3.1", text: String(repeating: "a", count: 2_001)),
                    ]), by: Samples.officer, items: Samples.items, zone: .wib, completion: MonthTerm(months: 3),
                at: walk.now)
        }
        #expect(
            refused?.errors.map { "\($0.field) \($0.code)" } == [
                "remarks/0/item unknown", "remarks/2/item duplicate", "remarks/1/text required",
                "remarks/2/text too-long",
            ])
        #expect(
            self.problem {
                try walk.subject.returnToApplicant(
                    ReturnCase(caseId: Samples.caseID, version: walk.version, remarks: []), by: Samples.officer,
                    items: Samples.items, zone: .wib, completion: MonthTerm(months: 3), at: walk.now)
            }?.errors.first?.field == "remarks")
        #expect(walk.subject.state == .submitted && walk.subject.answerBy == nil)
    }

    @Test(
        "The clock ends with the hours of the unit in charge, in its zone",
        arguments: [
            ("6171", "2026-09-04T09:00:00.000Z"),  // Friday 16.00 WIB, as of its level
            ("1506", "2026-09-04T08:30:00.000Z"),  // 15.30 WIB on Fridays too
            ("6403", "2026-09-04T07:30:00.000Z"),  // 15.30 WITA
        ])
    func hoursOfTheUnit(code: String, due: String) throws {
        let library = try StandardLibrary.load(try UnitDirectory.load())
        var walk = try Walk.to(.submitted)
        try walk.declare(standard: try #require(UnitCode(code).flatMap(library.standard(of:))))
        #expect(walk.subject.runningClock.map { ContractJSON.text(of: $0.dueAt) } == due)
    }

    @Test("A returned file is awaited for three months from the unit's local date; the answer ends the term")
    func returned() throws {
        var walk = try Walk.to(.submitted)
        // 30 November 2026, 23:30 in Jakarta; in Jayapura it is December already.
        walk.now = Date(timeIntervalSince1970: 1_796_056_200)
        var eastern = walk.subject
        try eastern.returnToApplicant(
            ReturnCase(
                caseId: Samples.caseID, version: walk.version, remarks: [Remark(item: "3.1", text: "Jadwal kosong.")]),
            by: Samples.officer, items: Samples.items, zone: .wit, completion: MonthTerm(months: 3), at: walk.now)
        #expect(eastern.answerBy?.description == "2027-03-01")
        try walk.returnIt()
        #expect(walk.subject.answerBy?.description == "2027-02-28")
        let event = try #require(walk.subject.pendingEvents.last as? CaseReturned)
        #expect(event.answerBy == walk.subject.answerBy)
        #expect(walk.subject.clocks.isEmpty)
        try walk.resubmit()
        #expect(walk.subject.answerBy == nil)
        // Returned again, the months begin anew.
        walk.now += 10 * 86_400
        try walk.returnIt()
        #expect(walk.subject.answerBy?.description == "2027-03-10")
    }

    @Test("A declaration opens a clock of fourteen working days and publishes its end")
    func declaration() throws {
        let walk = try Walk.to(.complete)
        let clock = try #require(walk.subject.runningClock)
        #expect(clock.dueOn.description == "2026-09-04")
        #expect(ContractJSON.text(of: clock.dueAt) == "2026-09-04T09:00:00.000Z")
        let event = try #require(walk.subject.pendingEvents.last as? CaseDeclaredComplete)
        #expect(event.clock == 1)
        #expect(event.dueAt == clock.dueAt)
    }

    @Test("A requested correction ends the clock, gives three months, and the answer gets a new clock")
    func correction() throws {
        var walk = try Walk.to(.correctionRequested)
        #expect(walk.subject.runningClock == nil)
        #expect(walk.subject.clocks[0].endReason == .correctionRequested)
        let event = try #require(walk.subject.pendingEvents.last as? CaseCorrectionRequested)
        #expect(event.answerBy.description == "2026-11-13")
        #expect(event.remarks == [Remark(item: "3.1", text: "Catatan.")])
        let closed = walk.subject.clocks[0]
        walk.now += 3 * 86_400
        try walk.steps(.resubmit, .declareComplete)
        #expect(walk.subject.clocks.count == 2)
        #expect(walk.subject.clocks[0] == closed)
        #expect(walk.subject.runningClock?.workingDays == 14)
        #expect(walk.subject.runningClock?.round == 2)
    }

    @Test("Where the standard says so, the answered case resumes with the working days that were left")
    func resumedClock() throws {
        var walk = Walk()
        try walk.take()
        try walk.declare(standard: Samples.standard(.resume))
        walk.now += 7 * 86_400  // 14, 18, 19, 20 August worked; 17 August is off
        try walk.examine(.correction)
        try walk.resubmit()
        try walk.declare(standard: Samples.standard(.resume))
        #expect(walk.subject.runningClock?.workingDays == 10)
    }

    @Test("A round that is already here is ignored, one that leaves a gap is refused")
    func rounds() throws {
        var walk = try Walk.to(.resubmitted)
        let before = walk.version
        for round in [2, 1] {
            let changed = try walk.subject.resubmit(Samples.resubmitted(round: round), at: walk.now)
            #expect(!changed)
        }
        #expect(walk.version == before)
        #expect(
            self.problem { _ = try walk.subject.resubmit(Samples.resubmitted(round: 4), at: walk.now) }?.status == 409)
    }

    @Test("An evaluation takes the opinion of somebody who did not examine")
    func secondOpinion() throws {
        var walk = Walk()
        try walk.take(Samples.everything)
        try walk.declare(Samples.everything)
        try walk.examine(by: Samples.everything)
        try walk.openEvaluation(Samples.everything)
        #expect(self.problem { try walk.closeEvaluation(Samples.everything) }?.code == "pendapat-kedua-belum-ada")
        try walk.giveOpinion(Samples.everything)
        #expect(self.problem { try walk.closeEvaluation(Samples.everything) }?.code == "pendapat-kedua-belum-ada")
        try walk.giveOpinion(Samples.second)
        try walk.giveOpinion(Samples.second, text: "Lebih baik lagi.")
        try walk.closeEvaluation(Samples.everything)
        #expect(walk.subject.opinions.map(\.text) == ["Rancangan baik.", "Lebih baik lagi."])
        #expect(self.problem { try walk.giveOpinion(Samples.second) }?.code == "langkah-tidak-berlaku")
        #expect((walk.subject.pendingEvents.last as? CaseEvaluated)?.opinions == 2)
    }

    @Test("Neither the drafter nor the last editor signs, and a refused signature uses up no number")
    func fourEyes() throws {
        var walk = Walk()
        try walk.take(Samples.everything)
        try walk.declare(Samples.everything)
        try walk.examine(by: Samples.everything)
        try walk.openEvaluation(Samples.everything)
        try walk.giveOpinion(Samples.second)
        try walk.closeEvaluation(Samples.everything)
        try walk.draft(by: Samples.everything)
        var asked = 0
        func sign(_ worker: CaseWorker) throws {
            let now = walk.now
            try walk.subject.signLetter(
                SignLetter(caseId: Samples.caseID, version: walk.version), by: worker, at: now
            ) {
                asked += 1
                return Samples.issue($0, by: worker, at: now)
            }
        }
        #expect(self.problem { try sign(Samples.everything) }?.code == "empat-mata")
        // Another officer edits: the drafter is still barred, and so is the editor.
        try walk.giveBack(Samples.everything)
        let editor = CaseWorker(actor: Samples.second.actor, roles: [.officer, .signer])
        try walk.take(editor)
        try walk.draft(by: editor)
        #expect(self.problem { try sign(Samples.everything) }?.code == "empat-mata")
        #expect(self.problem { try sign(editor) }?.code == "empat-mata")
        #expect(self.problem { try sign(Samples.officer) }?.status == 403)
        #expect(asked == 0)
        try sign(Samples.signer)
        #expect(asked == 1)
        #expect(self.problem { try sign(Samples.signer) }?.status == 409)
        #expect(asked == 1)
    }

    @Test("A refusal names its reasons, a feasible letter has none")
    func reasons() throws {
        var walk = try Walk.to(.evaluated)
        func draft(_ outcome: LetterOutcome, _ reasons: [String]) -> Problem? {
            self.problem {
                try walk.subject.draftLetter(
                    DraftLetter(
                        caseId: Samples.caseID, version: walk.version, outcome: outcome, advice: [], reasons: reasons),
                    by: Samples.officer, newLetter: Samples.letterID, at: walk.now)
            }
        }
        #expect(draft(.refused, [])?.errors.first?.code == "required")
        #expect(draft(.feasible, ["Sebab"])?.errors.first?.code == "not-allowed")
        #expect(draft(.refused, ["Sebab\u{0}"])?.errors.first?.code == "unreadable")
        #expect(draft(.refused, Array(repeating: "Sebab", count: 51))?.errors.first?.code == "too-long")
        #expect(draft(.refused, ["Sebab"]) == nil)
        try walk.sign()
        let event = try #require(walk.subject.pendingEvents.last as? CaseRefused)
        #expect(event.reasons == ["Sebab"])
        #expect(walk.subject.clocks.last?.endReason == .refused)
    }

    @Test("Delivery and rating complete a case in either order, once")
    func completion() throws {
        var first = try Walk.to(.issued)
        try first.rate()
        #expect(first.subject.state == .issued)
        try first.deliver()
        #expect(first.subject.state == .completed)
        #expect((first.subject.pendingEvents.last as? CaseCompleted)?.rated == true)

        var second = try Walk.to(.delivered)
        let completed = second.subject.completeUnrated(at: second.now)
        #expect(completed)
        #expect((second.subject.pendingEvents.last as? CaseCompleted)?.rated == false)
        let version = second.version
        let again = [
            try second.subject.recordRating(at: second.now, now: second.now),
            try second.subject.recordDelivery(of: Samples.letterID, at: second.now, now: second.now),
            second.subject.completeUnrated(at: second.now),
        ]
        #expect(again == [false, false, false])
        #expect(second.version == version)
    }

    @Test("Pages offer exactly the steps that would be carried out")
    func offeredSteps() throws {
        var walk = Walk()
        #expect(walk.subject.steps(open: Samples.officer) == [.take])
        #expect(walk.subject.steps(open: Samples.stranger).isEmpty)
        try walk.take()
        #expect(walk.subject.steps(open: Samples.officer) == [.giveBack, .return, .declareComplete])
        #expect(walk.subject.steps(open: Samples.second).isEmpty)
        let drafted = try Walk.to(.letterDrafted)
        #expect(drafted.subject.steps(open: Samples.signer) == [.signLetter])
        #expect(drafted.subject.steps(open: Samples.officer) == [.giveBack, .draftLetter])
    }
}
