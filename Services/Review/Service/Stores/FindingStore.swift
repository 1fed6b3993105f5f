import Contracts
import Foundation
import Postgres
import ReviewDomain

/// What officers said about items of the form, and to the whole.
enum FindingStore {
    /// What was said in one step.
    struct Said {
        let version: Int
        let round: Int
        let step: CaseStep
        let finding: Finding
    }

    /// Keeps what the steps of this moment said.
    static func insert(_ subject: Case, in tx: Transaction) throws {
        guard let step = subject.pendingSteps.first(where: { $0.step == .return || $0.step == .examine }) else {
            return
        }
        let statements = subject.pendingFindings.enumerated().map { position, finding -> SQL in
            """
            INSERT INTO case_finding (case_id, version, position, round, step, item, verdict, words)
            VALUES (\(subject.id.uuid), \(step.version), \(position), \(step.round), \(step.step), \(finding.item),
                \(finding.verdict), \(finding.text))
            """
        }
        for statement in statements { try tx.enqueue(statement) }
        if let note = subject.pendingNote {
            try tx.enqueue(
                "INSERT INTO case_note (case_id, version, words) VALUES (\(subject.id.uuid), \(step.version), \(note))")
        }
    }

    /// Everything that was said, in order.
    static func all(of subject: CaseID, in tx: Transaction) throws -> [Said] {
        try tx.rows(
            """
            SELECT version, round, step, item, verdict, words
            FROM case_finding WHERE case_id = \(subject.uuid) ORDER BY version, position
            """
        ) { row in
            Said(
                version: try row.get("version"), round: try row.get("round"), step: try Stored.word(row, "step"),
                finding: Finding(
                    item: try row.get("item"), verdict: try Stored.word(row, "verdict"), text: try row.get("words")))
        }
    }

    /// Words to the whole, by the version of the case after the step.
    static func notes(of subject: CaseID, in tx: Transaction) throws -> [Int: String] {
        let notes = try tx.rows("SELECT version, words FROM case_note WHERE case_id = \(subject.uuid)") { row in
            (try row.get("version", as: Int.self), try row.get("words", as: String.self))
        }
        return Dictionary(notes, uniquingKeysWith: { first, _ in first })
    }
}
