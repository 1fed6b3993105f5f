import Contracts
import Foundation
import Logging
import MessagingLive
import Messaging
import Postgres
import ReviewDomain
import Seeds
import ServiceHost
import Standards
import TestSupport
import Testing

@testable import Review

/// Signings that are rolled back, whose backend is killed in the middle, or killed from outside at any moment.
@Suite("Numbers under crashes")
struct NumberCrashTests {
    /// How one attempt to sign ends.
    private enum Ending: CaseIterable {
        /// Nothing happens on purpose.
        case signed
        /// The program fails after everything was written.
        case rolledBack
        /// The server loses the backend after everything was written, before the commit.
        case killedBeforeCommit
        /// Some other signer's backend is killed, wherever that signer is; then this one signs.
        case killsAnother
    }

    private struct Failed: Error {}

    @Test(
        "Sixty-four signers at once, in whatever way their transactions die, get sixty-four numbers without a gap",
        arguments: [UInt64.random(in: 0 ... .max)])
    func sixtyFour(seed: UInt64) async throws {
        try await ReviewStand.with { stand in
            let ids = try await withThrowingTaskGroup(of: CaseID.self) { group in
                for _ in 0..<64 { group.addTask { try await stand.draftedCase() } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let signers = Self.database(stand.conninfo, name: "layak-signers", size: 6)
            let killer = Self.database(stand.conninfo, name: "layak-killer", size: 2)
            let died = try await withThrowingTaskGroup(of: Int.self) { group in
                for (index, id) in ids.enumerated() {
                    group.addTask {
                        var random = SeededRandom(seed: seed &+ UInt64(index))
                        var (attempts, deaths) = (0, 0)
                        // A commit whose outcome is unknown may have happened: only the table says.
                        while try await Self.isUnsigned(id, stand) {
                            attempts += 1
                            // After five deaths a signer is left to its work, unless somebody else kills it.
                            let ending =
                                attempts > 5 ? .signed : Ending.allCases.randomElement(using: &random) ?? .signed
                            do {
                                try await Self.sign(id, ending: ending, stand, signers, killer)
                            } catch let problem as Problem {
                                guard try await Self.isUnsigned(id, stand) else { return deaths }
                                Issue.record("seed \(seed): \(problem)")
                                return deaths
                            } catch {
                                deaths += 1
                            }
                            guard attempts < 200 else {
                                Issue.record("seed \(seed): no attempt of 200 went through")
                                return deaths
                            }
                        }
                        return deaths
                    }
                }
                return try await group.reduce(0, +)
            }
            await signers.close()
            await killer.close()
            // Otherwise the test has proven nothing.
            #expect(died >= 32, "seed \(seed)")
            try await Self.expectGapless(stand, seed: seed)
        }
    }

    private static func sign(
        _ id: CaseID, ending: Ending, _ stand: ReviewStand, _ signers: Database, _ killer: Database
    ) async throws {
        if ending == .killsAnother {
            _ = try await killer.transaction { tx in
                try tx.rows(
                    """
                    SELECT pg_terminate_backend(pid)::text AS done FROM pg_stat_activity
                     WHERE datname = current_database() AND application_name = 'layak-signers' AND state <> 'idle'
                     ORDER BY random() LIMIT 1
                    """
                ) { try $0.get("done", as: String.self) }
            }
        }
        let office = stand.office
        let now = stand.clock.now
        try await signers.transaction { tx in
            let desk = CaseDesk(tx: tx, office: office, now: now, identifiers: .system)
            guard let subject = try CaseStore.find(id, .toShow, in: tx) else { throw Failed() }
            let command = SignLetter(caseId: id, version: subject.version, letterNumber: nil)
            _ = try desk.carryOut(
                SignLetterAction.self, command, by: AuthenticatedActor(TestPerson.signer.identity))
            switch ending {
            case .signed, .killsAnother: break
            case .rolledBack: throw Failed()
            case .killedBeforeCommit:
                _ = try tx.first("SELECT pg_terminate_backend(pg_backend_pid())::text AS done") { _ in }
            }
        }
    }

    private static func isUnsigned(_ id: CaseID, _ stand: ReviewStand) async throws -> Bool {
        try await stand.database.read { tx in
            try tx.one("SELECT signed_by IS NULL AS unsigned FROM letter WHERE case_id = \(id.uuid)") {
                try $0.get("unsigned")
            }
        }
    }

    private static func expectGapless(_ stand: ReviewStand, seed: UInt64) async throws {
        let numbers = try await stand.database.read { tx in
            try tx.rows("SELECT letter_number, recommendation_number FROM letter WHERE signed_by IS NOT NULL") {
                (try $0.get("letter_number", as: String.self), try $0.get("recommendation_number", as: String.self))
            }
        }
        let formats = try NumberFormats.load()
        let letters = try numbers.map { try formats.letter.parse($0.0).running }
        let recommendations = try numbers.map { try formats.recommendation.parse($0.1).running }
        #expect(letters.sorted() == Array(1...64), "seed \(seed)")
        #expect(recommendations.sorted() == Array(1...64), "seed \(seed)")
        let registers = try await stand.database.read { tx in
            try tx.rows("SELECT kind, last FROM number_register ORDER BY kind") {
                "\(try $0.get("kind", as: String.self)) \(try $0.get("last", as: Int.self))"
            }
        }
        #expect(registers == ["letter 64", "recommendation 64"], "seed \(seed)")
    }

    private static func database(_ conninfo: String, name: String, size: Int) -> Database {
        var configuration = DatabaseConfiguration(conninfo: conninfo, applicationName: name)
        configuration.poolSize = size
        configuration.leaseTimeout = .seconds(60)
        configuration.statementTimeout = .seconds(30)
        return Database(configuration, logger: Logger(label: "test.numbers"))
    }
}
