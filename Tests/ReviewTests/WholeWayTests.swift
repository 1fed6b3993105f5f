import Contracts
import Foundation
import ReviewDomain
import Testing
import Web
import WorkingDays

@testable import Review

@Suite("The way of a case over AMQP")
struct WholeWayTests {
    @Test("A program walks a case of Mempawah from its worklist to the letter")
    func mempawah() async throws {
        try await ReviewStand.with { stand in
            try await TestExchange.with(stand) { exchange in
                let submitted = try await stand.submission(unit: "6104")
                let id = submitted.caseId
                try await exchange.publish(submitted, 1)
                try await exchange.until("the worklist shows it") { !exchange.work.isEmpty }
                let entry = try #require(exchange.work.first)
                #expect(entry.caseId == id && entry.task == "completeness" && entry.unit == TestPerson.mempawah)

                let officer = try await stand.token(.officer6104)
                let evaluator = try await stand.token(.evaluator6104)
                let signer = try await stand.token(.signer6104)
                var version = entry.version
                func send(_ command: some CaseCommand, _ token: String) async throws {
                    let type = Swift.type(of: command).type.name
                    let reply = try await exchange.command(type, try ContractJSON.encode(command), token: token)
                    #expect(reply.accepted, "\(type): \(reply.problems)")
                    #expect(reply.id == id.description && reply.number == submitted.caseNumber)
                    version = try #require(reply.version)
                }
                try await send(TakeCase(caseId: id, version: version), officer)
                try await send(DeclareCaseComplete(caseId: id, version: version), officer)
                try await send(
                    ExamineCase(
                        caseId: id, version: version,
                        findings: [
                            Finding(item: "judul", verdict: .sound),
                            Finding(item: "3.1", verdict: .advice, text: "Ringkas."),
                        ]), officer)
                try await send(OpenEvaluation(caseId: id, version: version), officer)
                try await send(
                    GiveOpinion(caseId: id, version: version, recommends: .feasible, text: "Baik."), evaluator)
                try await send(CloseEvaluation(caseId: id, version: version, minutes: "Dibahas."), officer)
                try await send(
                    DraftLetter(caseId: id, version: version, outcome: .feasible, advice: ["Saran."], reasons: []),
                    officer)
                try await send(SignLetter(caseId: id, version: version), signer)

                let subject = try await stand.find(id)
                #expect(subject.letter?.issue?.letterNumber == "B-1/61040/VS.190/2026")
                #expect(subject.letter?.issue?.recommendationNumber == "V-26.6104.001")
                #expect(subject.clocks.last?.endReason == .issued)
                #expect(
                    try await stand.events(of: id) == [
                        "case.opened.v1", "case.declared-complete.v1", "case.examined.v1", "case.evaluation-opened.v1",
                        "case.evaluated.v1", "case.letter-drafted.v1", "case.letter-issued.v1",
                    ])
                try await exchange.until("every task reached the worklist") { exchange.work.count == 6 }
                #expect(
                    Set(exchange.work.map(\.task)) == [
                        "completeness", "examination", "evaluation", "letter", "signature",
                    ])
                #expect(exchange.work.filter { $0.task != "completeness" }.allSatisfy { $0.dueAt != nil })
            }
        }
    }

    @Test("A command delivered twice is carried out once and answered the same")
    func twice() async throws {
        try await ReviewStand.with { stand in
            let id = try await stand.open()
            try await TestExchange.with(stand) { exchange in
                let token = try await stand.token(.officer)
                let body = try ContractJSON.encode(TakeCase(caseId: id, version: 1))
                let message = UUID()
                let first = try await exchange.command("case.take.v1", body, token: token, id: message, copies: 2)
                let again = try await exchange.command("case.take.v1", body, token: token, id: message)
                #expect(first.accepted && again == first)
                #expect(try await stand.find(id).version == 2)
            }
        }
    }

    @Test("Of twenty who take a case at once, one has it, and the others are told who")
    func takenOnce() async throws {
        try await ReviewStand.with { stand in
            let id = try await stand.open()
            let outcomes = await withTaskGroup(of: Problem?.self) { group in
                for number in 20..<40 {
                    group.addTask {
                        let person = TestPerson(number, "Petugas \(number)", [.init(.officer, at: .headquarters)])
                        do {
                            try await stand.perform(
                                TakeAction.self, by: person, { TakeCase(caseId: id, version: $0) }, on: id, version: 1)
                            return nil
                        } catch {
                            return error as? Problem ?? .internal
                        }
                    }
                }
                return await group.reduce(into: [Problem?]()) { $0.append($1) }
            }
            let refused = outcomes.compactMap { $0 }
            #expect(refused.count == 19)
            let holder = try #require(try await stand.find(id).holder?.name)
            #expect(refused.allSatisfy { $0.code == "versi-usang" && $0.detail?.contains(holder) == true })
        }
    }
}
