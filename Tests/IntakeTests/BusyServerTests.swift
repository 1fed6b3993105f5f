import Contracts
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Passwords
import Postgres
import ServiceHost
import TestSupport
import Testing
import Web

@testable import Intake

@Suite("Passwords on a busy server")
struct BusyServerTests {
    private static let password = "kata sandi untuk uji"
    private static let cheap = PasswordHasher.Cost(memory: 64, passes: 1)
    private static let secret = "0123456789012345678901234567890123456789012"

    /// An Intake on a given database whose passwords are hashed as the test says.
    private func intake(on database: Database, _ passwords: PasswordHasher) async throws -> Intake {
        let pair = TokenKey.makePair()
        var logger = Logger(label: "test.intake")
        logger.logLevel = .critical
        let site = WebSite(
            publicURL: "https://layak.example",
            tokens: try await TokenVerifier(publicKeys: [try TokenKey.publicKey(pair.publicKey)]),
            pages: try PageRenderer(bundles: [IntakeBundle.templates], texts: IntakeTexts.indonesian),
            translate: { error in (error as? PostgresError).flatMap { Problem($0) } })
        return try await Intake(
            IntakeSettings(
                tokenKey: try TokenKey.privateKey(pair.privateKey), proofLink: ProofLink(key: IntakeStage.linkKey)),
            ServiceDependencies(
                name: .intake, database: database, site: site, publicURL: "https://layak.example", logger: logger),
            passwords: passwords)
    }

    private func post(
        _ intake: Intake, _ path: String, _ type: String, _ body: String, from address: String
    ) async throws -> TestResponse {
        var fields: HTTPFields = [.contentType: type, .cookie: "layak_form=\(Self.secret)"]
        fields[try #require(HTTPFields.Element.Name("x-forwarded-for"))] = address
        let headers = fields
        return try await Application(responder: intake.definition.responder).test(.router) { client in
            try await client.execute(uri: path, method: .post, headers: headers, body: ByteBuffer(string: body))
        }
    }

    private func signIn(_ intake: Intake, _ email: String) async throws -> Int {
        try await self.post(
            intake, "/api/v1/sessions", "application/json", #"{"email":"\#(email)","password":"\#(Self.password)"}"#,
            from: "198.51.100.1"
        ).status.code
    }

    private func register(_ intake: Intake, _ email: String, from address: String) async throws -> TestResponse {
        try await self.post(
            intake, "/daftar", "application/x-www-form-urlencoded",
            "_csrf=\(Self.secret)&nama=Siti&instansi=Dinas+Contoh&email=\(email)&sandi=kata+sandi+baru",
            from: address)
    }

    @Test("Whoever was told to come back later is not locked out: a try that nobody checked does not count")
    func busy() async throws {
        try await TestDatabase.with(migrations: IntakeSchema.migrations) { database, _ in
            let quiet = try await self.intake(on: database, PasswordHasher(cost: Self.cheap))
            #expect(try await self.register(quiet, "a@x.example", from: "198.51.100.9").status == .seeOther)
            let busy = try await self.intake(on: database, PasswordHasher(cost: Self.cheap, mostWaiting: 0))
            // libargon2 refuses so little memory: what a hash meets when there is none left.
            let starved = try await self.intake(
                on: database, PasswordHasher(cost: PasswordHasher.Cost(memory: 1, passes: 1)))
            for _ in 0..<40 { #expect(try await self.signIn(busy, "a@x.example") == 503) }
            for _ in 0..<40 { #expect(try await self.signIn(starved, "tidak-ada@x.example") == 503) }
            let counted = try await database.read { tx in
                try tx.one("SELECT coalesce(sum(count), 0)::integer AS n FROM sign_in_failure") {
                    try $0.get("n", as: Int.self)
                }
            }
            #expect(counted == 0)
            let wrong = try await self.post(
                quiet, "/api/v1/sessions", "application/json", #"{"email":"a@x.example","password":"salah salah"}"#,
                from: "198.51.100.1")
            #expect(wrong.status == .unauthorized)
            let right = try await self.post(
                quiet, "/api/v1/sessions", "application/json", #"{"email":"a@x.example","password":"kata sandi baru"}"#,
                from: "198.51.100.1")
            #expect(right.status == .created)
        }
    }

    @Test("New accounts from one address are bounded before a password is hashed, and say when to come back")
    func registrations() async throws {
        try await TestDatabase.with(migrations: IntakeSchema.migrations) { database, _ in
            let starved = try await self.intake(
                on: database, PasswordHasher(cost: PasswordHasher.Cost(memory: 1, passes: 1)))
            for number in 0..<40 {
                let answer = try await self.register(starved, "a\(number)@x.example", from: "198.51.100.1")
                #expect(answer.status == .serviceUnavailable)
            }
            let stopped = try await self.register(starved, "b@x.example", from: "198.51.100.1")
            #expect(stopped.status == .tooManyRequests && stopped.headers[.retryAfter] != nil)
            let other = try await self.register(starved, "b@x.example", from: "198.51.100.2")
            #expect(other.status == .serviceUnavailable)
        }
    }
}
