import Contracts
import Foundation
import Hummingbird
import Messaging
import Postgres
import ReviewDomain
import ServiceHost
import Web
import WorkingDays

extension ReviewRoutes {
    /// `/tenggat/{id}`: why a case is due when it is, for its applicant and its unit. `/kalender`: the days off with
    /// their sources, for everybody.
    func registerClocks(on router: GuardedRouter) {
        router.get("/tenggat/{id}", for: .signedIn) { _, context in
            try await self.clockPage(try context.id("id", of: "Perkara"), context)
        }
        router.get("/kalender", for: .public) { request, context in
            let year = request.uri.queryParameters["tahun"].flatMap { Int($0) }
            return try await self.calendarPage(year, context)
        }
    }

    /// - Throws: `Problem.notFound` for somebody else's case, as for one that does not exist.
    private func clockPage(_ id: CaseID, _ context: LayakRequestContext) async throws -> Response {
        let identity = try context.signedIn()
        guard let content = try await self.database.read({ try ClockPage.Content.read(id, in: $0) }) else {
            throw Problem.notFound("Perkara")
        }
        let subject = content.view.subject
        let isApplicant = subject.applicant.personId == identity.personID
        guard isApplicant || CaseAccess.mayRead(subject.unit, AuthenticatedActor(identity)) else {
            throw Problem.notFound("Perkara")
        }
        let page = ClockPage(
            content, rules: self.office.clockRules, isApplicant: isApplicant, now: self.dependencies.now())
        return try self.pages.page(
            "clock", page,
            shell: PageShell(
                title: "Mengapa tanggal ini?", active: isApplicant ? nil : .worklist,
                trail: isApplicant
                    ? [PageLink("Pengajuan saya", "/pengajuan"), PageLink(subject.number, page.backHref)]
                    : [PageLink("Meja kerja", "/petugas"), PageLink(subject.number, page.backHref)]),
            context: context)
    }

    private func calendarPage(_ year: Int?, _ context: LayakRequestContext) async throws -> Response {
        let (history, units) = try await self.database.read { tx in
            let history = try ReferenceStore.calendarHistory(in: tx)
            let codes = Set(history.first?.version.daysOff.compactMap(\.unit) ?? [])
            return (history, try ReferenceStore.units(Array(codes), in: tx).mapValues(\.name))
        }
        let page = try CalendarPage.page(
            history, year: year, units: units, rules: self.office.clockRules, now: self.dependencies.now())
        return try self.pages.page("calendar", page, shell: PageShell(title: "Kalender kerja"), context: context)
    }
}
