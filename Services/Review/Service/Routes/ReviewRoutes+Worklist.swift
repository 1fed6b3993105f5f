import Contracts
import Hummingbird
import Messaging
import Postgres
import ReviewDomain
import ServiceHost
import Web

extension ReviewRoutes {
    /// `/petugas`: the work of the person's units.
    func registerWorklist(on router: GuardedRouter) {
        router.get("/petugas", for: .role(Self.readers)) { request, context in
            let identity = try context.signedIn()
            let units = CaseAccess.units(of: AuthenticatedActor(identity))
            let filter =
                request.uri.queryParameters["tampil"].flatMap { WorklistStore.Filter(rawValue: String($0)) } ?? .all
            let wanted = request.uri.queryParameters["halaman"].flatMap { Int($0) }.map { min(max(1, $0), 10_000) } ?? 1
            let (lines, total, page, copies) = try await self.database.read { tx in
                let states = CaseState.allCases
                let total = try WorklistStore.total(
                    of: units, filter, person: identity.personID, states: states,
                    most: WorklistStore.counted(from: wanted), in: tx)
                // Work that is done empties the last page; whoever comes back to it sees the one before.
                let page = min(wanted, max(1, (total + WorklistStore.pageSize - 1) / WorklistStore.pageSize))
                return (
                    try WorklistStore.lines(
                        of: units, filter, person: identity.personID, states: states, page: page, in: tx),
                    total, page, try ReferenceStore.units(units, in: tx)
                )
            }
            let names = Dictionary(uniqueKeysWithValues: units.map { ($0, copies[$0]?.name ?? "Unit") })
            return try self.pages.page(
                "worklist",
                WorklistPage(
                    lines: lines, total: total, page: page, filter: filter, units: names, now: self.dependencies.now()),
                shell: PageShell(title: "Meja kerja", active: .worklist, wide: true), context: context)
        }
    }
}
