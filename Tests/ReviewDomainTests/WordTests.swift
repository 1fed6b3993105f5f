import Contracts
import Foundation
import ReviewDomain
import Testing
import WorkingDays

@Suite("Words and limits of a case")
struct WordTests {
    private func problem(_ body: () throws -> Void) -> Problem? {
        do {
            try body()
            return nil
        } catch {
            return error as? Problem
        }
    }

    @Test("Every state and every task has words of its own")
    func labels() {
        #expect(Set(CaseState.allCases.map(\.label)).count == CaseState.allCases.count)
        #expect(Set(CaseTask.allCases.map(\.label)).count == CaseTask.allCases.count)
        #expect(CaseState.complete.label == "Lengkap dan jelas" && CaseTask.signature.label == "Sahkan surat")
    }

    @Test("A letter may be there from the end of the evaluation on, and nowhere before")
    func letters() throws {
        #expect(
            CaseState.allCases.filter(\.mayHaveLetter)
                == [.evaluated, .letterDrafted, .issued, .refused, .delivered, .completed])
        for state in CaseState.allCases where try Walk.to(state).subject.letter != nil {
            #expect(state.mayHaveLetter, "\(state)")
        }
    }

    @Test("Work waits for the unit exactly where its people can move the case on")
    func tasks() {
        for state in CaseState.allCases {
            let moves = StateTable.lines.contains { line in
                if case .role = line.mover { line.from.contains(state) && !line.to.isEmpty } else { false }
            }
            #expect((state.task != nil) == moves, "\(state)")
        }
        #expect(!StateTable.allows(.open, in: .submitted), "a case is opened once")
    }

    @Test("A step is told with its person, and else with the applicant or the service")
    func whoDidIt() throws {
        let history = try Walk.to(.delivered).subject.history + Walk.to(.resubmitted).subject.history
        func people(_ step: CaseStep) -> Set<String> { Set(history.filter { $0.step == step }.map(\.whoDidIt)) }
        #expect(people(.take) == ["Orang 1"])
        #expect(people(.signLetter) == ["Orang 4"])
        #expect(people(.open) == ["Pemohon"])
        #expect(people(.resubmit) == ["Pemohon"])
        #expect(people(.recordDelivery) == ["Sistem"])
    }

    @Test("A version that never was is refused with the one that is")
    func versionThatNeverWas() throws {
        var walk = try Walk.to(.submitted)
        let refused = self.problem {
            try walk.subject.giveBack(
                GiveBackCase(caseId: Samples.caseID, version: 99), by: Samples.officer, at: walk.now)
        }
        #expect(refused?.code == "versi-usang")
        #expect(refused?.detail?.contains("Anda menyebut versi 99, sedangkan perkara berada pada versi 2") == true)
    }

    @Test("More remarks than the form has items are refused as a whole")
    func tooManyRemarks() throws {
        var walk = try Walk.to(.submitted)
        let remarks = Array(repeating: Remark(item: "3.1", text: "Kosong."), count: Samples.items.count + 1)
        let refused = self.problem {
            try walk.subject.returnToApplicant(
                ReturnCase(caseId: Samples.caseID, version: walk.version, remarks: remarks), by: Samples.officer,
                items: Samples.items, zone: .wib, completion: MonthTerm(months: 3), at: walk.now)
        }
        #expect(refused?.errors.map { "\($0.field) \($0.code)" } == ["remarks too-long"])
        #expect(walk.subject.state == .submitted)
    }

    @Test("Nothing is declared complete whose due date the calendar does not know")
    func beyondTheCalendar() throws {
        var walk = try Walk.to(.submitted)
        let before = walk.subject
        walk.now = Date(timeIntervalSince1970: 4_000_000_000)  // 2096
        #expect(self.problem { try walk.declare() }?.code == "kalender-belum-mencakup")
        StateTableTests.expectUnchanged(walk.subject, before)
    }
}
