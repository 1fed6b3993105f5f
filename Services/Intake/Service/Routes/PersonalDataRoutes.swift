import Hummingbird
import PersonalData
import Web

/// What is processed of persons, for everybody to read.
struct PersonalDataRoutes {
    let page: PersonalDataPage
    let pages: PageRenderer

    init(_ register: PersonalDataRegister, pages: PageRenderer) {
        self.page = PersonalDataPage(register)
        self.pages = pages
    }

    func register(on router: GuardedRouter) {
        router.get("/data-pribadi", for: .public, use: self.show)
    }

    @Sendable private func show(_ request: Request, _ context: LayakRequestContext) async throws -> Response {
        try self.pages.page(
            "personal-data", self.page, shell: PageShell(title: self.pages.text("intake.personal-data.title")),
            context: context)
    }
}
