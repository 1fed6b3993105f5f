import ActivityForm
import Contracts
import Foundation
import Postgres

/// Begins a draft: empty, or from a record of the present national system.
struct StartDraft: Sendable {
    static let most = 50

    let identifiers: IdentifierSource

    func callAsFunction(
        _ content: FormContent, report: ImportReport?, by person: PersonID, now: Date, in tx: Transaction
    ) throws -> CaseID {
        guard try DraftStore.count(of: person, in: tx) < Self.most else { throw CaseProblem.tooManyDrafts }
        let id = self.identifiers.next(at: now, as: Kind.Case.self)
        try DraftStore.insert(
            DraftStore.Draft(
                caseID: id, personID: person, round: 1, content: content, report: report, updatedAt: now),
            now: now, in: tx)
        return id
    }
}
