import Contracts
import Foundation
import Hummingbird
import Postgres
import RatingDomain
import ServiceHost
import Web

/// The complaint form, and where a complaint stands.
struct ComplaintRoutes: Sendable {
    let dependencies: ServiceDependencies
    let take: TakeComplaint
    let filing: Allowance
    let tracking: Allowance
    let terms: ComplaintTerms

    func register(on router: GuardedRouter) {
        router.get("/pengaduan", for: .public) { request, context in try await self.form(request, context) }
        router.post("/pengaduan", for: .public) { request, context in try await self.file(request, context) }
        router.get("/pengaduan/{code}", for: .public) { request, context in try await self.track(request, context) }
    }

    private func form(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let query = try FormFields(urlencoded: (request.uri.query ?? "").utf8)
        if let typed = query.text("kode") {
            guard let code = TrackingCode(typed) else { throw Self.unknownCode }
            return .seeOther("/pengaduan/\(code.text)")
        }
        return try await self.page(ComplaintForm(fresh: self.key(context.now)), errors: [], status: 200, context)
    }

    private func file(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let form = ComplaintForm(context.form, freshKey: self.key(context.now))
        do {
            let draft = form.draft()
            try self.filing.take(ClientAddress.of(request), now: context.now)
            let (now, traceparent) = (context.now, context.traceparent)
            let receipt = try await self.dependencies.database.transaction { tx in
                try self.take(draft, sender: "form", now: now, traceparent: traceparent, in: tx)
            }
            return .seeOther("/pengaduan/\(receipt.code)", message: "pengaduan")
        } catch let problem as Problem where problem.status == 422 {
            return try await self.page(form, errors: form.errors(of: problem), status: 422, context)
        }
    }

    private func track(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        try self.tracking.take(ClientAddress.of(request), now: context.now)
        guard let code = TrackingCode(try context.path("code")) else { throw Self.unknownCode }
        let found = try await self.dependencies.database.read { tx -> ComplaintPage? in
            guard let receipt = try ComplaintStore.find(code, in: tx) else { return nil }
            let unit = try UnitStore.unit(receipt.unit, in: tx)
            return ComplaintPage(
                receipt, unit: unit, history: try ComplaintStore.history(of: receipt.id, in: tx), terms: self.terms,
                calendar: try UnitStore.newestCalendar(in: tx))
        }
        guard let found else { throw Self.unknownCode }
        return try self.dependencies.site.pages.page(
            "complaint", found,
            shell: PageShell(
                title: "Pengaduan \(code.text)", active: .complaints,
                trail: [PageLink("Pengaduan", "/pengaduan"), PageLink(code.text)]), context: context)
    }

    static let unknownCode = Problem(
        code: "tidak-ditemukan", title: "Pengaduan tidak ditemukan", status: 404,
        detail: "Periksa kode lacak Anda; bentuknya ADU- diikuti empat kelompok huruf dan angka.")

    /// A key that lets the browser send the same form twice without two complaints.
    private func key(_ now: Date) -> String { self.dependencies.identifiers.uuid(at: now).uuidString.lowercased() }

    private func page(
        _ form: ComplaintForm, errors: [FieldProblem], status: Int, _ context: LayakRequestContext
    ) async throws -> Response {
        let units = try await self.dependencies.database.read { try UnitStore.all(in: $0) }
        return try self.dependencies.site.pages.page(
            "complaint-form", ComplaintFormPage(form, units: units, errors: errors),
            shell: PageShell(title: "Pengaduan, saran, dan masukan", active: .complaints), context: context,
            status: status)
    }
}
