import Contracts
import Foundation
import Hummingbird
import IntakeDomain
import Postgres
import Standards
import Web

/// The service standards of all units, for everybody: found, read, printed and compared.
struct StandardRoutes {
    let parts: IntakeParts

    func register(on router: GuardedRouter) {
        router.get("/standar", for: .public, use: self.list)
        router.get("/standar/{unit}", for: .public, use: self.current)
        router.get("/standar/{unit}/versi/{versi}", for: .public, use: self.version)
        router.get("/standar-banding", for: .public, use: self.compare)
    }

    /// Where a version that a case is pinned to is read: `6104@1`.
    static func address(of standard: String) -> String {
        let parts = standard.split(separator: "@")
        return parts.count == 2 ? "/standar/\(parts[0])/versi/\(parts[1])" : "/standar"
    }

    @Sendable private func list(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let query = try FormFields(urlencoded: (request.uri.query ?? "").utf8)
        if let unit = query.text("unit").flatMap({ UnitCode($0) }) { return .seeOther("/standar/\(unit)") }
        let search = UnitSearch(
            words: String((query.text("cari") ?? "").prefix(100)),
            province: query.text("provinsi").flatMap { UnitCode($0) })
        let list = SearchedList(
            "/standar", size: StandardListPage.size, query: query,
            search: ["cari": search.words, "provinsi": search.province?.text ?? ""])
        let found = search.units(in: self.parts.units)
        let shown = Array(found.dropFirst(list.offset).prefix(list.size))
        // The list says what applies today in the westernmost zone; the page of a unit goes by the unit's own.
        let today = Day(of: context.now, offset: TimeZoneName.wib.offset)
        let lines = try await self.parts.database.read { tx in
            try StandardStore.current(of: shown.map(\.code), on: today, in: tx)
        }
        return try self.parts.pages.page(
            "standards",
            StandardListPage(shown, lines: lines, total: found.count, search: search, list: list, parts: self.parts),
            shell: PageShell(title: "Standar pelayanan", active: .standards, wide: true), context: context)
    }

    @Sendable private func current(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let unit = try self.unit(context)
        let today = Day(of: context.now, offset: unit.zone.offset)
        let (standard, versions) = try await self.parts.database.read { tx in
            (
                try StandardStore.current(of: unit.code, on: today, in: tx),
                try StandardStore.versions(of: unit.code, in: tx)
            )
        }
        guard let standard = standard ?? versions.last else { throw Problem.notFound("Standar pelayanan") }
        return try self.page(standard, of: unit, among: versions, today: today, context)
    }

    @Sendable private func version(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let unit = try self.unit(context)
        guard let number = Int(try context.path("versi")) else { throw Problem.notFound("Versi standar pelayanan") }
        let versions = try await self.parts.database.read { tx in try StandardStore.versions(of: unit.code, in: tx) }
        guard let standard = versions.first(where: { $0.version == number }) else {
            throw Problem.notFound("Versi standar pelayanan")
        }
        return try self.page(
            standard, of: unit, among: versions, today: Day(of: context.now, offset: unit.zone.offset), context)
    }

    private func unit(_ context: LayakRequestContext) throws -> BPSUnit {
        guard let code = UnitCode(try context.path("unit")), let unit = self.parts.units.unit(code) else {
            throw Problem.notFound("Unit BPS")
        }
        return unit
    }

    private func page(
        _ standard: ServiceStandard, of unit: BPSUnit, among versions: [ServiceStandard], today: Day,
        _ context: LayakRequestContext
    ) throws -> Response {
        try self.parts.pages.page(
            "standard", StandardPage(standard, among: versions, today: today, parts: self.parts),
            shell: PageShell(
                title: "Standar pelayanan \(self.parts.unitName(unit.code))", active: .standards,
                trail: [PageLink("Standar pelayanan", "/standar")]),
            context: context)
    }

    @Sendable private func compare(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let query = try FormFields(urlencoded: (request.uri.query ?? "").utf8)
        let names = ["satu", "dua"].map { String((query.text($0) ?? "").prefix(20)) }
        let known = self.parts.units
        let today = Day(of: context.now, offset: TimeZoneName.wib.offset)
        let found: [ServiceStandard?] = try await self.parts.database.read { tx in
            try names.map { name in
                let parts = name.split(separator: "@", omittingEmptySubsequences: false)
                guard let code = UnitCode(String(parts.first ?? "")), let unit = known.unit(code) else { return nil }
                guard parts.count > 1 else { return try StandardStore.current(of: unit.code, on: today, in: tx) }
                guard parts.count == 2, let version = Int(parts[1]) else { return nil }
                return try StandardStore.find(unit.code, version: version, in: tx)
            }
        }
        return try self.parts.pages.page(
            "standards-compared", StandardComparisonPage(names: names, found: found, parts: self.parts),
            shell: PageShell(
                title: "Bandingkan standar pelayanan", active: .standards,
                trail: [PageLink("Standar pelayanan", "/standar")], wide: true),
            context: context)
    }
}
