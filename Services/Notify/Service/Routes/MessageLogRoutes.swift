import Contracts
import Foundation
import Hummingbird
import NotifyDomain
import Postgres
import ServiceHost
import Web

/// The operators' message log, and their decisions about mails in doubt.
struct MessageLogRoutes: Sendable {
    static let pageSize = 50
    let dependencies: ServiceDependencies
    let sending: SendingStore
    let bell: SendingBell

    func register(on router: GuardedRouter) {
        router.get("/operator/pesan", for: .role([.operatingStaff])) { request, context in
            try await self.list(request, context)
        }
        router.post("/operator/pesan/{id}/putusan", for: .role([.operatingStaff])) { _, context in
            try await self.settle(context)
        }
    }

    private func list(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let page = try PageNumber.reading(request)
        let filter = try Self.filter(FormFields(urlencoded: (request.uri.query ?? "").utf8))
        let model = try await self.dependencies.database.read { tx in
            let found = try MessageLogQuery.obligations(filter, page: page, size: Self.pageSize, in: tx)
            return MessageLogPage(
                found.list, filter: filter, counts: try MessageLogQuery.counts(in: tx),
                waiting: try MessageLogQuery.waitingForKnowledge(in: tx),
                links: try ProofMailStore.troubled(since: context.now.addingTimeInterval(-24 * 3600), in: tx),
                page: page, size: Self.pageSize, total: found.total)
        }
        return try self.dependencies.site.pages.page(
            "message-log", model, shell: PageShell(title: "Pesan keluar", active: .messages, wide: true),
            context: context)
    }

    private func settle(_ context: LayakRequestContext) async throws -> Response {
        guard let id = UUID(uuidString: try context.path("id")) else { throw Problem.notFound("Pesan") }
        guard let decision = context.form.text("putusan").flatMap(Settlement.init) else {
            throw Problem.invalid([
                FieldProblem(
                    field: "putusan", code: "unknown", message: "Pilih apakah pesan sudah diterima atau dikirim lagi.")
            ])
        }
        let person = try context.signedIn()
        let now = context.now
        try await self.dependencies.database.transaction { tx in
            try self.sending.settle(id, decision, by: person.personID, named: person.name, now: now, in: tx)
            tx.afterCommit { self.bell.ring() }
        }
        return .seeOther("/operator/pesan", message: "putusan")
    }

    static func filter(_ fields: FormFields) throws -> MessageLogFilter {
        func unknown(_ field: String) -> Problem {
            .invalid([
                FieldProblem(field: field, code: "unknown", message: "Pilihan ini tidak dikenal. Pilih dari daftar.")
            ])
        }
        var filter = MessageLogFilter()
        if let text = fields.text("keadaan") {
            guard let state = ObligationState(rawValue: text) else { throw unknown("keadaan") }
            filter.state = state
        }
        if let text = fields.text("saluran") {
            guard let channel = ServiceStandard.Channel(rawValue: text) else { throw unknown("saluran") }
            filter.channel = channel
        }
        if let number = fields.text("nomor") {
            guard number.utf8.count <= 40, number.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != 38 }) else {
                throw unknown("nomor")
            }
            filter.caseNumber = number.uppercased()
        }
        return filter
    }
}
