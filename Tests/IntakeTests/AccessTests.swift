import Contracts
import Foundation
import Messaging
import Postgres
import ServiceHost
import Hummingbird
import Testing
import Web

@testable import Intake

@Suite("Nobody sees what is not theirs")
struct AccessTests {
    @Test("Somebody else's case, draft, file and preview are not found, over pages and API")
    func strangers() async throws {
        try await IntakeStage.with { stage in
            let owner = try await stage.account("a@x.example")
            _ = try await stage.account("b@x.example")
            let stranger = try await stage.account("c@x.example")
            let token = try await stage.token(owner, [Grant(.applicant)])
            let strange = try await stage.token(stranger, [Grant(.applicant)])
            try await stage.serving { door in
                let own = try await door.signedIn("a@x.example")
                let other = try await door.signedIn("b@x.example")
                let draft = try #require(
                    try await own.send("/pengajuan/baru", form: [:]).location?.split(separator: "/")[1])
                let submitted = try await door.api(
                    .post, "/api/v1/submissions", token: token, headers: ["Idempotency-Key": "kunci-milik-a"],
                    body: SampleForm.body())
                let id = try #require(ContractJSON.decode(CommandReply.self, from: submitted.bytes).id)
                for path in [
                    "/pengajuan/\(draft)", "/pengajuan/\(draft)/blok/0", "/pengajuan/\(draft)/pratinjau",
                    "/pengajuan/\(id)",
                ] {
                    #expect(try await own.get(path).status == 200, "\(path)")
                    #expect(try await other.get(path).status == 404, "\(path)")
                }
                for path in ["/pengajuan/\(draft)/kirim", "/pengajuan/\(draft)/hapus", "/pengajuan/\(draft)/blok/0"] {
                    let answer = try await other.send(
                        path, form: ["kunci": ["kunci-orang-lain"], "judul": ["Milik saya"]], from: "/pengajuan")
                    #expect(answer.status == 404, "\(path)")
                }
                #expect(try await door.api(.get, "/api/v1/submissions/\(id)", token: token).status == 200)
                #expect(try await door.api(.get, "/api/v1/submissions/\(id)", token: strange).status == 404)
                #expect(try await own.get("/pengajuan/\(draft)/blok/0").text.contains("Milik saya") == false)
            }
        }
    }

    @Test("A file is for its applicant, and once submitted for the officers of the unit in charge, nobody else")
    func files() async throws {
        try await IntakeStage.with { stage in
            let owner = try await stage.account("a@x.example")
            _ = try await stage.account("o@x.example", grants: [Grant(.officer, at: UnitCode("6104"))])
            _ = try await stage.account("p@x.example", grants: [Grant(.officer, at: .headquarters)])
            _ = try await stage.account("b@x.example")
            let start = StartDraft(identifiers: .system)
            let now = stage.clock.now
            let form = SampleForm.complete()
            let id = try await stage.database.transaction {
                try start(form, report: nil, by: owner, now: now, in: $0)
            }
            try await stage.serving { door in
                let own = try await door.signedIn("a@x.example")
                let preview = "/pengajuan/\(id)/pratinjau"
                let added = try await own.upload(
                    "/pengajuan/\(id)/lampiran", Array("%PDF-1.7 isi".utf8), named: "../kuesioner.pdf", from: preview)
                #expect(added.status == 303)
                let page = try await own.get(preview)
                let start = try #require(page.text.range(of: "/lampiran/"))
                let file = "/lampiran/" + page.text[start.upperBound...].prefix(36)
                let officer = try await door.signedIn("o@x.example")
                #expect(try await officer.get(file).status == 404)
                let key = try #require(page.input("kunci"))
                #expect(
                    try await own.send("/pengajuan/\(id)/kirim", form: ["kunci": [key]], from: preview).status == 303)
                for email in ["a@x.example", "o@x.example"] {
                    let visitor = try await door.signedIn(email)
                    let answer = try await visitor.get(file)
                    #expect(answer.status == 200)
                    #expect(answer.text == "%PDF-1.7 isi")
                    #expect(answer.headers[.contentDisposition]?.contains("kuesioner.pdf") == true)
                    #expect(answer.headers[.contentDisposition]?.hasPrefix("attachment") == true)
                }
                for email in ["b@x.example", "p@x.example"] {
                    #expect(try await door.signedIn(email).get(file).status == 404)
                }
                #expect(try await door.visitor().get(file).status == 303)
            }
            let event = try #require(try await stage.published(SubmissionSubmitted.self).first)
            #expect(event.attachments.map(\.name) == ["kuesioner.pdf"])
            #expect(event.attachments.map(\.size) == [12])
        }
    }

    @Test("Every route says who may use it, and only these are open to everybody")
    func audiences() async throws {
        try await IntakeStage.with { stage in
            let open = stage.intake.definition.routes.filter { $0.audience == .public }.map {
                "\($0.method) \($0.path)"
            }
            #expect(
                Set(open) == [
                    "GET /aset/{file}", "GET /", "GET /katalog", "GET /standar", "GET /standar/{unit}",
                    "GET /data-pribadi",
                    "GET /standar/{unit}/versi/{versi}", "GET /standar-banding",
                    "GET /masalah/{code}", "GET /daftar", "POST /daftar", "GET /masuk", "POST /masuk",
                    "GET /masuk/perpanjang", "POST /masuk/perpanjang", "GET /masuk/lupa", "POST /masuk/lupa",
                    "GET /masuk/lupa/terkirim", "GET /masuk/sandi/{token}", "POST /masuk/sandi/{token}",
                    "POST /api/v1/sessions",
                ])
        }
    }

    @Test(
        "A file taken out of a draft goes with its bytes; one that was submitted stays, and the role cannot delete it")
    func removedFiles() async throws {
        try await IntakeStage.with { stage in
            let owner = try await stage.account("a@x.example")
            let start = StartDraft(identifiers: .system)
            let now = stage.clock.now
            let id = try await stage.database.transaction {
                try start(SampleForm.complete(), report: nil, by: owner, now: now, in: $0)
            }
            let preview = "/pengajuan/\(id)/pratinjau"
            @Sendable func files() async throws -> [String] {
                try await stage.database.read { tx in
                    try tx.rows("SELECT name FROM attachment WHERE content IS NOT NULL ORDER BY name") { try $0.get(0) }
                }
            }
            try await stage.serving { door in
                let own = try await door.signedIn("a@x.example")
                for name in ["keliru.pdf", "kuesioner.pdf"] {
                    _ = try await own.upload(
                        "/pengajuan/\(id)/lampiran", Array("%PDF-1.7 \(name)".utf8), named: name, from: preview)
                }
                let wrong = try await stage.attachment("keliru.pdf")
                let detached = try await own.send("/pengajuan/\(id)/lampiran/\(wrong)/hapus", form: [:], from: preview)
                #expect(detached.status == 303)
                #expect(try await files() == ["kuesioner.pdf"])
                // Gone is gone: the second press finds nothing.
                let again = try await own.send("/pengajuan/\(id)/lampiran/\(wrong)/hapus", form: [:], from: preview)
                #expect(again.status == 404)
                let key = try #require(try await own.get(preview).input("kunci"))
                _ = try await own.send("/pengajuan/\(id)/kirim", form: ["kunci": [key]], from: preview)
            }
            let kept = try await stage.attachment("kuesioner.pdf")
            let isRemoved = try await stage.database.transaction {
                try AttachmentStore.remove(kept, of: id, now: now, in: $0)
            }
            #expect(isRemoved)
            #expect(try await files() == ["kuesioner.pdf"])
            let listed = try await stage.database.read { try AttachmentStore.list(of: id, in: $0) }
            let stored = try await stage.database.read { try AttachmentStore.find(kept, in: $0) }
            #expect(listed.isEmpty)
            #expect(stored?.content == Array("%PDF-1.7 kuesioner.pdf".utf8))
            try await Self.asRuntime(stage) { role in
                let deleted = try await stage.database.transaction { tx in
                    try tx.execute(
                        """
                        INSERT INTO attachment
                          (id, case_id, person_id, name, media_type, size, sha256, content, created_at)
                        SELECT gen_random_uuid(), case_id, person_id, 'draf.pdf', media_type, size, sha256, content, now()
                          FROM attachment
                        """)
                    try tx.execute("SET LOCAL ROLE \(identifier: role)")
                    return try tx.execute("DELETE FROM attachment")
                }
                #expect(deleted == 1)
                #expect(try await files() == ["kuesioner.pdf"])
            }
        }
    }

    @Test("The role that runs Intake cannot change what was submitted or happened")
    func grants() async throws {
        try await IntakeStage.with { stage in
            try await Self.asRuntime(stage) { role in
                let forbidden: [SQL] = [
                    "UPDATE submission_version SET round = 9", "DELETE FROM submission", "DELETE FROM timeline",
                    "UPDATE timeline SET at = now()", "DELETE FROM account",
                    "UPDATE attachment SET content = ''", "DELETE FROM idempotency", "DELETE FROM outbox",
                    "UPDATE account SET portal_account_id = 'x'", "DROP TABLE draft",
                ]
                for statement in forbidden {
                    await #expect(throws: PostgresError.self, "\(statement.text)") {
                        try await stage.database.transaction { tx in
                            try tx.execute("SET LOCAL ROLE \(identifier: role)")
                            try tx.execute(statement)
                        }
                    }
                }
                try await stage.database.transaction { tx in
                    try tx.execute("SET LOCAL ROLE \(identifier: role)")
                    try tx.execute("SELECT * FROM submission")
                    try tx.execute("DELETE FROM draft")
                }
            }
        }
    }

    /// Lends a role with the rights that the migrations give to the one that runs Intake.
    private static func asRuntime(_ stage: IntakeStage, _ body: (String) async throws -> Void) async throws {
        let role = "w" + UUID().uuidString.lowercased().replacing("-", with: "")
        try await Maintenance.execute(["CREATE ROLE \(identifier: role)"], conninfo: stage.conninfo)
        try await stage.database.transaction { tx in
            for sql in [IntakeGrants.sql, DraftFiles.sql] {
                for statement in sql.replacing("{runtime}", with: role).split(separator: ";")
                where statement.contains("GRANT") {
                    try tx.execute("\(unsafeRaw: String(statement))")
                }
            }
        }
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(role)) } catch { outcome = .failure(error) }
        try await Maintenance.execute(
            ["DROP OWNED BY \(identifier: role)", "DROP ROLE \(identifier: role)"], conninfo: stage.conninfo)
        try outcome.get()
    }
}
