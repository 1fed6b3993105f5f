import Contracts
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Synchronization
import Web

/// A small site for tests: a clock that stands still until it is moved, keys of its own, and routes of every audience.
final class Site: Sendable {
    static let start = Date(timeIntervalSince1970: 1_775_808_000)  // 2026-04-10T08:00:00Z

    struct AwayFromHome: Error {}
    struct Surprising: Error { let secret = "rahasia-pemohon" }

    let clock = Mutex(Site.start)
    let seen = Mutex<[RequestObservation]>([])
    let issuer: TokenIssuer
    let keys: (privateKey: String, publicKey: String)
    let secure: Bool
    let timeout: Duration

    init(secure: Bool = true, timeout: Duration = .seconds(30)) async throws {
        self.keys = TokenKey.makePair()
        self.issuer = try await TokenIssuer(privateKey: try TokenKey.privateKey(self.keys.privateKey))
        self.secure = secure
        self.timeout = timeout
    }

    static let person = Identity(
        personID: PersonID("01890000-0000-7000-8000-000000000001")!, name: "Sari <Dewi>",
        institution: "Dinas & Kominfo",
        grants: [Grant(.officer, at: UnitCode("6104")!)], sessionID: "sesi-1", csrf: "rahasia-formulir-sesi-satu")
    static let applicant = Identity(
        personID: PersonID("01890000-0000-7000-8000-000000000002")!, name: "Budi", institution: nil,
        grants: [Grant(.applicant)], sessionID: "sesi-2", csrf: "rahasia-formulir-sesi-dua")

    func token(_ identity: Identity = Site.person) async throws -> String {
        try await self.issuer.issue(identity, now: self.clock.withLock { $0 })
    }

    func cookie(_ identity: Identity = Site.person) async throws -> HTTPFields {
        [.cookie: "layak_token=\(try await self.token(identity))"]
    }

    func router() async throws -> GuardedRouter {
        let verifier = try await TokenVerifier(publicKeys: [try TokenKey.publicKey(self.keys.publicKey)])
        let pages = try PageRenderer()
        let site = WebSite(
            publicURL: self.secure ? "https://layak.example" : "http://127.0.0.1:8080", tokens: verifier, pages: pages,
            now: { self.clock.withLock { $0 } },
            translate: { $0 is AwayFromHome ? .unavailable(retryAfter: 5) : nil },
            observe: { observation in self.seen.withLock { $0.append(observation) } }, timeout: self.timeout)
        let router = GuardedRouter(site: site)
        router.get("/", for: .public) { _, context in
            try pages.page("problem", nil, shell: PageShell(title: "Beranda"), context: context)
        }
        router.get("/masuk", for: .public) { _, context in
            try pages.page("csrf", nil, shell: PageShell(title: "Masuk"), context: context)
        }
        router.post("/masuk", for: .public) { _, _ in Response.seeOther("/", message: "masuk") }
        router.get("/saya", for: .signedIn) { _, context in try context.signedIn().name }
        router.get("/petugas", for: .role([.officer])) { _, context in "petugas \(context.traceparent)" }
        router.post("/petugas", for: .role([.officer])) { _, context in
            context.form.all("pilih").joined(separator: "|") + (context.form.text("catatan") ?? "-")
        }
        router.post("/unggah", for: .signedIn, body: .upload) { _, context in
            context.files.map { "\($0.field):\($0.filename):\($0.bytes.count)" }.joined(separator: ",")
                + (context.form["judul"] ?? "")
        }
        router.post("/api/v1/berkas", for: .public, body: .bytes(limit: 20 * 1024 * 1024)) { _, context in
            String(context.body.count)
        }
        router.get("/unit/{unit}", for: .role([.officer])) { _, context in
            guard let unit = UnitCode(try context.path("unit")) else { throw Problem.notFound("Unit") }
            try context.require(.officer, at: unit)
            return "boleh"
        }
        router.post("/api/v1/submissions", for: .apiToken([])) { _, context in
            try Response.json(try context.json(Echo.self), status: 201)
        }
        router.get("/api/v1/surprise", for: .public) { _, _ -> String in throw Surprising() }
        router.get("/surprise", for: .public) { _, _ -> String in throw Surprising() }
        router.get("/api/v1/away", for: .public) { _, _ -> String in throw AwayFromHome() }
        router.get("/away", for: .public) { _, _ -> String in throw AwayFromHome() }
        router.get("/slow", for: .public) { _, _ -> String in
            try await Task.sleep(for: .seconds(60))
            return "never"
        }
        return router
    }

    struct Echo: Codable {
        var number: Int
        var name: String
    }

    func with(_ body: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let application = Application(responder: try await self.router().buildResponder(), logger: logger)
        try await application.test(.router) { client in try await body(client) }
    }
}

extension TestResponse {
    var text: String { String(buffer: self.body) }
    func header(_ name: String) -> String? {
        HTTPFields.Element.Name(name).flatMap { self.headers[$0] }
    }
}

extension HTTPFields {
    static func + (one: HTTPFields, other: HTTPFields) -> HTTPFields {
        var all = one
        all.append(contentsOf: other)
        return all
    }
    static let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
}
