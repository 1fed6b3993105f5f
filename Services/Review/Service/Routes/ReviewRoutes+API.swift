import Contracts
import Foundation
import Hummingbird
import ReviewDomain
import Web
import WorkingDays

extension ReviewRoutes {
    /// The API of Review, as `openapi.yaml` has it.
    func registerAPI(on router: GuardedRouter) {
        router.get("/api/v1/cases/{id}", for: .apiToken(Self.readers)) { _, context in
            let view = try await self.view(try context.id("id", of: "Perkara"), context)
            return try Response.json(CaseAnswer(view))
        }
        for action in CommandSet.actions { self.command(action, on: router) }
        router.get("/api/v1/letters/{code}/verification", for: .public) { _, context in
            let letter = try await self.known(try context.path("code"))
            return try Response.json(VerificationAnswer.Body(.code(letter)))
        }
        router.post(
            "/api/v1/letters/{code}/verification", for: .public, body: .bytes(limit: 20 * 1024 * 1024)
        ) { _, context in
            let letter = try await self.known(try context.path("code"))
            guard !context.body.isEmpty else { throw Problem.unreadable("Berkas kosong. Kirim isi berkas PDF.") }
            let sha256 = Fingerprint.sha256(of: context.body)
            return try Response.json(VerificationAnswer.Body(.file(sha256: sha256, of: letter)))
        }
    }

    private func known(_ code: String) async throws -> IssuedLetter {
        guard let letter = try await self.letter(code: code) else { throw Problem.notFound("Surat") }
        return letter
    }

    private func command<Action: CaseAction>(_ action: Action.Type, on router: GuardedRouter) {
        router.post("/api/v1/cases/{id}/commands/\(Action.name)", for: .apiToken([])) { _, context in
            let id: CaseID = try context.id("id", of: "Perkara")
            let command = try context.json(Action.Body.self)
            guard command.caseId == id else {
                throw Problem.invalid([
                    FieldProblem(
                        field: "caseId", code: "mismatch",
                        message: "Perkara pada alamat dan pada isi berbeda. Samakan keduanya.")
                ])
            }
            return try Response.json(try await self.carryOut(action, command, context))
        }
    }
}

/// A case as the API tells of it.
struct CaseAnswer: Encodable {
    let id: CaseID
    let number: String
    let state: String
    let unit: UnitCode
    let version: Int
    let title: String
    let takenBy: String?
    let dueOn: Day?

    init(_ view: CaseView) {
        self.id = view.subject.id
        self.number = view.subject.number
        self.state = view.subject.state.rawValue
        self.unit = view.subject.unit
        self.version = view.subject.version
        self.title = view.subject.title
        self.takenBy = view.subject.holder?.name
        self.dueOn = view.subject.runningClock?.dueOn
    }
}

extension VerificationAnswer {
    /// The answer as the API tells it.
    struct Body: Encodable {
        let valid: Bool
        let statement: String
        let letterNumber: String?
        let recommendationNumber: String?
        let issuedAt: Date?
        let unit: UnitCode?
        let title: String?

        init(_ answer: VerificationAnswer) {
            self.valid = answer.isValid
            self.statement = answer.statement
            self.letterNumber = answer.letter?.letterNumber
            self.recommendationNumber = answer.letter?.recommendationNumber
            self.issuedAt = answer.letter?.issuedAt
            self.unit = answer.letter?.unit
            self.title = answer.letter?.title
        }
    }
}
