import Postgres
import Contracts
import Foundation
import Hummingbird
import IntakeDomain
import Web

/// Pages for everybody: home, catalogue, kinds of problems.
struct PublicRoutes {
    let parts: IntakeParts

    func register(on router: GuardedRouter) {
        router.get("/", for: .public, use: self.home)
        router.get("/katalog", for: .public, use: self.catalogue)
        router.get("/masalah/{code}", for: .public, use: self.problem)
    }

    @Sendable private func home(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        struct Latest {
            let title: String
            let year: Int
            let institution: String
            let number: String
        }
        struct Model {
            let isApplicant: Bool
            let isVisitor: Bool
            let latest: [Latest]
            var hasLatest: Bool
        }
        let found = try await self.parts.database.read { tx in
            try CatalogueStore.search(nil, year: nil, size: 5, offset: 0, in: tx).entries
        }
        let latest = found.map {
            Latest(title: $0.title, year: $0.year, institution: $0.institution, number: $0.recommendationNumber)
        }
        return try self.parts.pages.page(
            "home",
            Model(
                isApplicant: context.identity?.holds(.applicant) == true, isVisitor: context.identity == nil,
                latest: latest, hasLatest: !latest.isEmpty),
            shell: PageShell(title: "Rekomendasi kegiatan statistik", heading: false, wide: true), context: context)
    }

    @Sendable private func catalogue(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        let query = try FormFields(urlencoded: (request.uri.query ?? "").utf8)
        let words = String((query.text("cari") ?? "").prefix(200))
        let year = query.text("tahun").flatMap { Int($0) }.flatMap { (1900...2200).contains($0) ? $0 : nil }
        let list = SearchedList(
            "/katalog", size: 25, query: query, search: ["cari": words, "tahun": year.map(String.init) ?? ""])
        let (entries, total) = try await self.parts.database.read { tx in
            try CatalogueStore.search(
                SearchWords.query(of: words), year: year, size: list.size, offset: list.offset, in: tx)
        }
        let model = CataloguePage(
            entries: entries, total: total, words: words, year: year, list: list, parts: self.parts)
        return try self.parts.pages.page(
            "catalogue", model, shell: PageShell(title: "Katalog rekomendasi", active: .catalogue, wide: true),
            context: context)
    }

    @Sendable private func problem(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        struct Model {
            let code: String
            let title: String
            let detail: String
        }
        guard let known = ProblemCatalogue.entry(try context.path("code")) else { throw Problem.notFound("Masalah") }
        return try self.parts.pages.page(
            "problem-kind", Model(code: known.code, title: known.title, detail: known.explanation),
            shell: PageShell(title: "Tentang masalah ini"), context: context)
    }
}
