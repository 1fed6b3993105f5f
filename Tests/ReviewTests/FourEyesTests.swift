import Contracts
import Foundation
import Postgres
import ReviewDomain
import Testing

@testable import Review

@Suite("Four eyes and frozen rows, whatever the program does")
struct FourEyesTests {
    /// The name of the constraint that refuses a statement; `nil` when it is carried out.
    private func refusal(_ stand: ReviewStand, _ sql: SQL) async throws -> String? {
        do {
            try await stand.database.transaction { tx in
                let changed = try tx.execute(sql)
                #expect(changed == 1)
            }
            return nil
        } catch let error as PostgresError {
            return error.constraint ?? error.sqlState.rawValue
        }
    }

    private func signing(_ id: CaseID, by person: TestPerson, also: SQL = "") -> SQL {
        """
        UPDATE letter SET signed_by = \(person.id.uuid), signed_by_name = 'X', signed_at = now(), signer_office = 'X',
            letter_number = 'B-1', recommendation_number = 'V-1', verification_code = 'K',
            sha256 = \(String(repeating: "a", count: 64)), size = 1 \(also)
        WHERE case_id = \(id.uuid)
        """
    }

    @Test("No row can say that the drafter or the last editor signed")
    func fourEyes() async throws {
        try await ReviewStand.with { stand in
            let id = try await stand.draftedCase()
            #expect(try await self.refusal(stand, self.signing(id, by: .officer)) == "letter_four_eyes")
            // The second officer edits the draft, and is barred as well.
            try await stand.perform(
                GiveBackAction.self, by: .officer, { GiveBackCase(caseId: id, version: $0) }, on: id)
            try await stand.perform(
                TakeAction.self, by: .secondOfficer, { TakeCase(caseId: id, version: $0) }, on: id)
            try await stand.perform(
                DraftLetterAction.self, by: .secondOfficer,
                { DraftLetter(caseId: id, version: $0, outcome: .feasible, advice: ["Lain."], reasons: []) }, on: id)
            #expect(try await self.refusal(stand, self.signing(id, by: .officer)) == "letter_four_eyes")
            #expect(try await self.refusal(stand, self.signing(id, by: .secondOfficer)) == "letter_four_eyes")
            // Nor by changing who edited last in the same breath, nor the words.
            #expect(
                try await self.refusal(
                    stand, self.signing(id, by: .secondOfficer, also: ", last_edited_by = \(TestPerson.signer.id.uuid)")
                )
                    == "letter_frozen")
            #expect(
                try await self.refusal(stand, self.signing(id, by: .signer, also: ", content = '\\x00'"))
                    == "letter_frozen")
            #expect(
                try await self.refusal(
                    stand, "UPDATE letter SET drafted_by = \(TestPerson.signer.id.uuid) WHERE case_id = \(id.uuid)")
                    == "letter_drafter")
            #expect(try await self.refusal(stand, self.signing(id, by: .signer)) == nil)
            #expect(
                try await self.refusal(stand, "UPDATE letter SET letter_number = 'B-2' WHERE case_id = \(id.uuid)")
                    == "letter_signed")
        }
    }

    @Test("The program refuses the drafter with a problem and uses up no number")
    func program() async throws {
        try await ReviewStand.with { stand in
            let id = try await stand.draftedCase(officer: .secondOfficer)
            await #expect { try await stand.sign(id, by: .secondOfficer) } throws: {
                ($0 as? Problem)?.code == "empat-mata"
            }
            let signed = try await stand.sign(id)
            #expect(signed.letter?.issue?.recommendationNumber == "V-26.0000.001")
        }
    }

    @Test("An ended clock and a closed opinion are never changed")
    func frozenRows() async throws {
        try await ReviewStand.with { stand in
            let id = try await stand.draftedCase()
            #expect(
                try await self.refusal(stand, "UPDATE opinion SET words = 'Lain' WHERE case_id = \(id.uuid)")
                    == "opinion_closed")
            try await stand.sign(id)
            #expect(
                try await self.refusal(stand, "UPDATE legal_clock SET due_at = now() WHERE case_id = \(id.uuid)")
                    == "legal_clock_ended")
        }
    }

    @Test("The runtime role adds to the audit and cannot change it")
    func runtimeRole() async throws {
        try await ReviewStand.with { stand in
            let role = "review_runtime_" + UUID().uuidString.prefix(8).lowercased()
            let rights = try await stand.database.transaction { tx in
                try tx.execute("CREATE ROLE \(identifier: role)")
                for migration in ReviewMigrations.all {
                    for line in migration.sql.split(separator: ";") where line.contains("{runtime}") {
                        try tx.execute("\(unsafeRaw: String(line).replacing("{runtime}", with: role))")
                    }
                }
                let rights = try tx.rows(
                    """
                    SELECT table_name || ' ' || privilege_type AS granted FROM information_schema.role_table_grants
                    WHERE grantee = \(role)
                    """
                ) { try $0.get("granted", as: String.self) }
                try tx.execute("DROP OWNED BY \(identifier: role)")
                try tx.execute("DROP ROLE \(identifier: role)")
                return Set(rights)
            }
            #expect(rights.contains("case_step INSERT") && rights.contains("case_step SELECT"))
            for table in ["case_step", "case_finding", "case_note", "letter_file", "standard_copy", "outbox"] {
                #expect(!rights.contains("\(table) UPDATE") && !rights.contains("\(table) DELETE"), "\(table)")
            }
            #expect(!rights.contains { $0.hasSuffix("TRUNCATE") })
        }
    }
}
