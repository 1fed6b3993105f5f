import Contracts
import Postgres
import ReviewDomain
import Testing

@testable import Review

extension ReviewStand {
    /// Where a case stands; `nil` when there is none.
    func state(_ id: CaseID) async throws -> CaseState? {
        try await self.database.read { tx in try CaseStore.find(id, .toShow, in: tx)?.state }
    }

    /// The types of a case's events, in order.
    func events(of id: CaseID) async throws -> [String] {
        try await self.database.read { tx in
            try tx.rows(
                """
                SELECT type FROM outbox
                WHERE subject = \(id.description) AND exchange = 'layak.events' ORDER BY sequence
                """
            ) { try $0.get("type", as: String.self) }
        }
    }

    /// The last event of a type about a case; `nil` when there is none.
    func published<Body: Event>(_ type: Body.Type, of id: CaseID) async throws -> Body? {
        try await self.database.read { tx in
            try tx.first(
                """
                SELECT body FROM outbox
                WHERE subject = \(id.description) AND type = \(Body.type.name) ORDER BY sequence DESC LIMIT 1
                """
            ) { try ContractJSON.decode(Body.self, from: try $0.get("body", as: [UInt8].self)) }
        }
    }

    /// The number that a `SELECT count(*)` gives.
    func count(_ sql: SQL) async throws -> Int {
        try await self.database.read { tx in try tx.one(sql) { try $0.get(0) } }
    }
}

extension ReviewStand {
    /// The applicant answers, as the consumer takes it.
    func resubmit(
        _ id: CaseID, attachments: [AttachmentReference] = [], changing: (inout FormContent) -> Void = { _ in }
    ) async throws {
        let subject = try await self.find(id)
        let filing = try await self.database.read { tx in
            try #require(try CaseStore.filing(of: id, round: subject.round, in: tx))
        }
        let office = self.office
        let now = self.clock.now
        var form = filing.form
        changing(&form)
        let event = SubmissionResubmitted(
            caseId: id, caseNumber: subject.number, round: subject.round + 1, unit: subject.unit,
            standard: subject.standard, applicant: subject.applicant, title: subject.title, year: subject.year,
            regions: subject.regions, form: form, attachments: attachments, submittedAt: now)
        try await self.database.transaction { tx in
            try TakeAnswer(office: office).handle(event, in: tx, context: Self.context(TakeAnswer.consumer, now))
        }
    }
}
