import Contracts
import Hummingbird
import Postgres
import ServiceHost
import Web

/// The applicant's inbox.
struct InboxRoutes: Sendable {
    static let pageSize = 10
    let dependencies: ServiceDependencies
    let words: NoticeWords

    func register(on router: GuardedRouter) {
        router.get("/kotak-masuk", for: .signedIn) { request, context in
            let person = try context.signedIn().personID
            let page = try PageNumber.reading(request)
            let found = try await self.dependencies.database.read { tx in
                try InboxQuery.items(of: person, page: page, size: Self.pageSize, in: tx)
            }
            let model = try InboxPage(
                found.items, page: page, size: Self.pageSize, total: found.total, words: self.words)
            return try self.dependencies.site.pages.page(
                "inbox", model, shell: PageShell(title: "Kotak masuk", active: .inbox), context: context)
        }
    }
}
