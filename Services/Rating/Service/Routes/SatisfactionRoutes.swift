import Contracts
import Hummingbird
import Postgres
import ServiceHost
import Web

/// What the public, and what a unit's officers, see of ratings.
struct SatisfactionRoutes: Sendable {
    let dependencies: ServiceDependencies

    func register(on router: GuardedRouter) {
        router.get("/kepuasan", for: .public) { request, context in
            let page = request.uri.queryParameters["halaman"].flatMap { Int($0) } ?? 1
            let units = try await self.dependencies.database.read { try SatisfactionQuery.units(in: $0) }
            return try self.dependencies.site.pages.page(
                "satisfaction", SatisfactionPage(units, identity: context.identity, page: page),
                shell: PageShell(title: "Kepuasan pengguna layanan", active: .satisfaction), context: context)
        }
        router.get("/kepuasan/{unit}", for: .role([.officer, .supervisor])) { _, context in
            guard let code = UnitCode(try context.path("unit")) else { throw Problem.notFound("Unit") }
            try context.require(.officer, .supervisor, at: code)
            let (unit, ratings) = try await self.dependencies.database.read { tx in
                (try UnitStore.unit(code, in: tx), try SatisfactionQuery.ratings(of: code, in: tx))
            }
            guard let unit else { throw Problem.notFound("Unit") }
            return try self.dependencies.site.pages.page(
                "unit-ratings", UnitRatingsPage(ratings, zone: unit.zone),
                shell: PageShell(
                    title: "Penilaian untuk \(unit.name)", active: .satisfaction,
                    trail: [PageLink("Kepuasan", "/kepuasan"), PageLink(unit.name)]), context: context)
        }
    }
}
