import Contracts
import Foundation
import Postgres
import ReviewDomain
import Standards
import Testing

@testable import Review

@Suite("Numbers under concurrency")
struct NumberRegisterTests {
    @Test("Sixty-four signings at once get sixty-four numbers without a gap, whatever fails between them")
    func sixtyFour() async throws {
        try await ReviewStand.with { stand in
            let ids = try await withThrowingTaskGroup(of: CaseID.self) { group in
                for _ in 0..<64 { group.addTask { try await stand.draftedCase() } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            struct Broken: Error {}
            let office = stand.office
            let now = stand.clock.now
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, id) in ids.enumerated() {
                    group.addTask { try await stand.sign(id) }
                    // Between them, signings that take a number and then fail: it must come back.
                    if index % 8 == 0 {
                        group.addTask {
                            // Throws on purpose, to roll back.
                            _ = try? await stand.database.transaction { tx in
                                let desk = CaseDesk(tx: tx, office: office, now: now, identifiers: .system)
                                _ = try NumberRegister.next(.recommendation, of: .headquarters, year: 2026, in: desk.tx)
                                throw Broken()
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let numbers = try await stand.database.read { tx in
                try tx.rows("SELECT letter_number, recommendation_number FROM letter") {
                    (try $0.get("letter_number", as: String.self), try $0.get("recommendation_number", as: String.self))
                }
            }
            let format = office.numbering.recommendation
            let expected = try (1...64).map {
                try format.print(NumberValues(year: 2026, unit: .headquarters, running: $0))
            }
            #expect(Set(numbers.map(\.1)) == Set(expected))
            #expect(Set(numbers.map(\.0)) == Set((1...64).map { "B-\($0)/00000/VS.190/2026" }))
        }
    }

    @Test("A refusal takes a letter number and no recommendation number")
    func refusal() async throws {
        try await ReviewStand.with { stand in
            let refused = try await stand.sign(try await stand.draftedCase(outcome: .refused))
            #expect(refused.state == .refused)
            #expect(refused.letter?.issue?.recommendationNumber == nil)
            #expect(refused.letter?.issue?.letterNumber == "B-1/00000/VS.190/2026")
            let issued = try await stand.sign(try await stand.draftedCase())
            #expect(issued.letter?.issue?.recommendationNumber == "V-26.0000.001")
            #expect(issued.letter?.issue?.letterNumber == "B-2/00000/VS.190/2026")
        }
    }

    @Test("Where the unit types its numbers, one is required, and none is used twice")
    func register() async throws {
        let rules = try NumberingRules(formats: .load(), blocks: "0000=register")
        try await ReviewStand.with(numbering: rules) { stand in
            let first = try await stand.draftedCase()
            let second = try await stand.draftedCase()
            func code(_ id: CaseID, _ number: String?) async -> String? {
                do {
                    try await stand.sign(id, number: number)
                    return nil
                } catch {
                    return (error as? Problem)?.errors.first?.code
                }
            }
            #expect(await code(first, nil) == "required")
            #expect(await code(first, "B-1\n2") == "unreadable")
            #expect(await code(first, " B-1145/00000/VS.190/2026 ") == nil)
            #expect(await code(second, "B-1145/00000/VS.190/2026") == "duplicate")
            #expect(await code(second, "B-1146/00000/VS.190/2026") == nil)
            let numbers = try await stand.find(second).letter?.issue
            #expect(numbers?.letterNumber == "B-1146/00000/VS.190/2026")
            // The refused signing gave its recommendation number back.
            #expect(numbers?.recommendationNumber == "V-26.0000.002")
        }
        try await ReviewStand.with { stand in
            let id = try await stand.draftedCase()
            await #expect { try await stand.sign(id, number: "B-9") } throws: {
                ($0 as? Problem)?.errors.first?.code == "not-allowed"
            }
        }
    }

    @Test("The year of a number is that of the unit's zone, and numbers begin anew in it")
    func year() async throws {
        try await ReviewStand.with { stand in
            let first = try await stand.draftedCase()
            // 2026-12-31 18:00 UTC is already 2027 in Jakarta.
            let newYear = try #require(ContractJSON.date(from: "2026-12-31T18:00:00Z"))
            stand.clock.advance(days: newYear.timeIntervalSince(stand.clock.now) / 86_400)
            let signed = try await stand.sign(first)
            #expect(signed.letter?.issue?.recommendationNumber == "V-27.0000.001")
        }
    }
}
