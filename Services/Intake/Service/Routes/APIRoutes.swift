import Postgres
import Contracts
import Foundation
import Hummingbird
import IntakeDomain
import Web

/// Sign-in, submission and state for programs; the same checks as on the pages.
struct APIRoutes {
    let parts: IntakeParts

    func register(on router: GuardedRouter) {
        router.post("/api/v1/sessions", for: .public, use: self.signIn)
        router.post("/api/v1/submissions", for: .apiToken([.applicant]), use: self.submit)
        router.get("/api/v1/submissions/{id}", for: .apiToken([.applicant]), use: self.state)
    }

    private struct Credentials: Decodable {
        var email: String
        var password: Personal<String>
    }

    private struct Session: Encodable {
        var token: String
        var expiresAt: Date
    }

    private struct Submission: Decodable {
        var form: FormContent
        var caseId: CaseID?
    }

    private struct State: Encodable {
        var id: CaseID
        var number: String
        var state: String
        var unit: UnitCode
        var title: String
        var submittedAt: Date
        var dueOn: Day?
        var letterId: LetterID?
    }

    @Sendable private func signIn(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let credentials = try context.json(Credentials.self)
        let session = try await self.parts.signIn(
            email: String(credentials.email.prefix(254)), password: String(credentials.password.reveal().prefix(200)),
            address: NetworkAddress.of(request), now: context.now)
        return try Response.json(
            Session(
                token: session.token, expiresAt: context.now.addingTimeInterval(TimeInterval(TokenIssuer.lifetime))),
            status: 201)
    }

    @Sendable private func submit(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let person = try context.signedIn().personID
        let header = RequestHeader.value(RequestHeader.idempotencyKey, of: request)
        let key = try IdempotencyKey(header, field: "Idempotency-Key")
        // Nearly every body is a form and nothing else.
        let body =
            try FormContent.usual(onlyMember: "form", of: context.body).map { Submission(form: $0) }
            ?? context.json(Submission.self)
        let (submission, isNew) = try await self.parts.database.transaction { tx in
            guard let account = try AccountStore.find(person, in: tx) else { throw Problem.unauthenticated }
            return try self.parts.submit.once(
                body.form, continuing: body.caseId, key: key, scope: "person:\(person)", field: "Idempotency-Key",
                by: account, source: .api,
                now: context.now, cause: .request(context.traceparent), in: tx)
        }
        return try Response.json(
            CommandReply.submitted(submission, continuing: body.caseId), status: isNew ? 201 : 200)
    }

    @Sendable private func state(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let id = try context.id("id", as: Kind.Case.self, of: "Pengajuan")
        let person = try context.signedIn().personID
        let view = try await self.parts.database.read { tx in try CaseView.find(id, of: person, in: tx) }
        return try Response.json(
            State(
                id: id, number: view.submission.number, state: view.mirror.standing.stage.rawValue,
                unit: view.submission.unit, title: view.submission.title,
                submittedAt: view.submission.firstSubmittedAt, dueOn: view.mirror.dueOn,
                letterId: view.mirror.letterID))
    }
}
