import Contracts
import Foundation
import Hummingbird
import HummingbirdTesting
import Postgres
import ServiceStage
import Testing
import HTTPTypes
import ServiceHost
import Web
import TestSupport
import WorkingDays

@testable import Rating

@Suite struct ComplaintTests {
    private static let secret = "0123456789012345678901234567890123456789012"
    private static let anonymous: HTTPFields = [.cookie: "layak_form=\(Self.secret)"]

    private func ready(_ stage: RatingStage) async throws {
        try await stage.publish(Story(at: stage.clock.now).standard, sequence: 1)
        try await stage.settled()
    }

    private func json(
        key: String = "kunci-0001", text: String = "Antrean terlalu lama.", extra: String = ""
    ) -> String {
        """
        {"idempotencyKey": "\(key)", "channel": "lapor", "unit": "6104", "text": "\(text)", "confidential": true,
         "complainantName": "Sari Rahasia", "complainantContact": "sari.rahasia@contoh.go.id"\(extra)}
        """
    }

    private func post(_ stage: RatingStage, _ json: String, from address: String = "10.0.0.1") async throws
        -> TestResponse
    {
        var headers = HTTPFields()
        headers[HTTPField.Name("x-forwarded-for")!] = address
        return try await stage.request(.post, "/api/v1/complaints", headers: headers, json: json)
    }

    private func reply(_ response: TestResponse) throws -> CommandReply {
        try ContractJSON.decode(CommandReply.self, from: Array(response.body.readableBytesView))
    }

    private func replies(_ stage: RatingStage) async throws -> [CommandReply] {
        try await stage.database.owner.read { tx in
            try tx.rows("SELECT body FROM outbox WHERE exchange = 'layak.replies' ORDER BY id") { row in
                try ContractJSON.decode(CommandReply.self, from: try row.get("body", as: [UInt8].self))
            }
        }
    }

    @Test("A complaint over HTTP gets a receipt, and the same again the same receipt")
    func idempotentOverHTTP() async throws {
        try await RatingStage.with { stage async throws -> Void in
            try await self.ready(stage)
            let first = try await self.post(stage, self.json())
            #expect(first.status == .created)
            let receipt = try self.reply(first)
            #expect(receipt.accepted && receipt.state == "filed")
            let again = try await self.post(stage, self.json())
            #expect(again.status == .ok)
            #expect(try self.reply(again) == receipt)
            let other = try await self.post(stage, self.json(text: "Yang lain."))
            #expect(other.status == .conflict)
            #expect(try await stage.count("SELECT count(*) FROM complaint") == 1)
            let filed = try await stage.published(ComplaintFiled.self)
            #expect(filed.map(\.trackingCode) == [receipt.number])
            let code = try #require(receipt.number)
            let state = try await stage.request(.get, "/api/v1/complaints/\(code.lowercased())")
            #expect(state.status == .ok)
            #expect(state.text.contains("\"state\":\"filed\""))
        }
    }

    @Test("Fifty identical complaints at once make one")
    func parallel() async throws {
        try await RatingStage.with(change: { $0.filing = Allowance(tries: 100, per: .seconds(60)) }) {
            stage async throws -> Void in
            try await self.ready(stage)
            let replies = try await withThrowingTaskGroup(of: CommandReply.self) { group in
                for _ in 0..<50 { group.addTask { try self.reply(try await self.post(stage, self.json())) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(replies.map(\.number)).count == 1)
            #expect(try await stage.count("SELECT count(*) FROM complaint") == 1)
            #expect(try await stage.published(ComplaintFiled.self).count == 1)
        }
    }

    @Test("A complaint over AMQP gets the same receipt for the same key, also in a new message")
    func idempotentOverAMQP() async throws {
        try await RatingStage.with { stage async throws -> Void in
            try await self.ready(stage)
            let body = Array(self.json().utf8)
            let id = await stage.command(body)
            _ = await stage.command(body, id: id)
            _ = await stage.command(body)
            try await stage.settled()
            let replies = try await self.replies(stage)
            #expect(replies.count >= 2)
            #expect(Set(replies.map(\.number)).count == 1)
            #expect(replies.allSatisfy { $0.accepted })
            #expect(try await stage.count("SELECT count(*) FROM complaint") == 1)
            // Another channel's key is another key.
            _ = await stage.command(body, user: "webapps")
            try await stage.settled()
            #expect(try await stage.count("SELECT count(*) FROM complaint") == 2)
        }
    }

    @Test("Only the program of a complaint channel may file over AMQP: others are told so, a nameless one is parked")
    func foreignSender() async throws {
        try await RatingStage.with { stage async throws -> Void in
            try await self.ready(stage)
            let body = Array(self.json().utf8)
            _ = await stage.command(body, user: "portal")
            _ = await stage.command(body, user: nil)
            try await stage.settled()
            let replies = try await self.replies(stage)
            #expect(replies.flatMap(\.problems).map(\.code) == ["tidak-berwenang"])
            #expect(try await stage.count("SELECT count(*) FROM outbox WHERE routing_key = 'portal.replies'") == 1)
            #expect(
                try await stage.count("SELECT count(*) FROM parked_message WHERE reason = 'envelope:user_id'") == 1)
            #expect(try await stage.count("SELECT count(*) FROM complaint") == 0)
        }
    }

    @Test("The complainant is sealed: the service cannot read one out")
    func sealed() async throws {
        try await RatingStage.with { stage async throws -> Void in
            try await self.ready(stage)
            _ = try await self.post(stage, self.json())
            #expect(
                try await stage.count("SELECT count(*) FROM complainant WHERE name = 'Sari Rahasia'") == 1)
            await #expect(throws: PostgresError.self) {
                try await stage.database.runtime.read { tx in try tx.rows("SELECT name FROM complainant") { _ in 0 } }
            }
            let published = try await stage.database.owner.read { tx in
                try tx.rows("SELECT body FROM outbox") {
                    String(decoding: try $0.get("body", as: [UInt8].self), as: UTF8.self)
                }
            }
            #expect(!published.joined().contains("Rahasia") && !published.joined().contains("Antrean"))
        }
    }

    @Test(
        "Bad complaints over HTTP name the field and change nothing",
        arguments: [
            ("{", 400, ""), ("", 400, ""), ("[]", 422, ""), ("{}", 422, "idempotencyKey"),
            (
                #"{"idempotencyKey":"kunci-0001","channel":"lapor","unit":"61","text":"a","confidential":false}"#, 422,
                "unit"
            ),
            (
                #"{"idempotencyKey":"kunci-0001","channel":"lapor","unit":"9999","text":"a","confidential":false}"#,
                422, "unit"
            ),
            (
                #"{"idempotencyKey":"kunci-0001","channel":"x","unit":"6104","text":"a","confidential":false}"#, 422,
                "channel"
            ),
            (
                #"{"idempotencyKey":"k","channel":"lapor","unit":"6104","text":"a","confidential":false}"#, 422,
                "idempotencyKey"
            ),
            (
                #"{"idempotencyKey":"kunci-0001","channel":"lapor","unit":"6104","text":"","confidential":false}"#, 422,
                "text"
            ),
            (
                #"{"idempotencyKey":"kunci-0001","channel":"lapor","unit":"6104","text":"a\u0000b","confidential":false}"#,
                422, "text"
            ),
            (
                #"{"idempotencyKey":"kunci-0001","channel":"lapor","unit":"6104","text":"a","confidential":"ya"}"#, 422,
                "confidential"
            ),
            (
                #"{"idempotencyKey":"kunci-0001","channel":"lapor","unit":"6104","text":7,"confidential":true}"#, 422,
                "text"
            ),
            (
                #"{"idempotencyKey":"kunci-0001","channel":"lapor","unit":"6104","text":"a","confidential":true,"caseNumber":"1"}"#,
                422, "caseNumber"
            ),
        ])
    func badOverHTTP(body: String, status: Int, field: String) async throws {
        try await RatingStage.with { stage async throws -> Void in
            try await self.ready(stage)
            let response = try await self.post(stage, body)
            #expect(Int(response.status.code) == status)
            #expect(response.headers[.contentType] == "application/problem+json")
            if !field.isEmpty {
                #expect(response.text.contains("\"field\":\"\(field)\""))
            }
            #expect(try await stage.count("SELECT count(*) FROM complaint") == 0)
        }
    }

    /// The fields at fault in a body of `application/problem+json`.
    private func fields(_ response: TestResponse) throws -> [String] {
        try ContractJSON.decode(Problem.self, from: Array(response.body.readableBytesView)).errors.map(\.field)
    }

    @Test("A complaint over HTTP or AMQP with several faults is told all of them at once, each with its remedy")
    func allFaultsAtOnce() async throws {
        let cases: [(String, [String])] = [
            ("{}", ["idempotencyKey", "channel", "unit", "text", "confidential"]),
            (
                #"{"idempotencyKey":"kunci-0001","unit":"9999","text":" ","confidential":false}"#,
                ["channel", "unit", "text"]
            ),
            (
                #"{"idempotencyKey":7,"channel":"x","unit":"61","text":null,"confidential":"ya","caseNumber":"1"}"#,
                ["idempotencyKey", "channel", "unit", "text", "caseNumber", "confidential"]
            ),
        ]
        try await RatingStage.with { stage async throws -> Void in
            try await self.ready(stage)
            for (body, fields) in cases {
                let response = try await self.post(stage, body)
                #expect(response.status.code == 422)
                #expect(try self.fields(response) == fields)
                _ = await stage.command(Array(body.utf8))
            }
            try await stage.settled()
            let problems = try await self.replies(stage).flatMap(\.problems)
            #expect(Set(problems.map { $0.errors.map(\.field) }) == Set(cases.map(\.1)))
            #expect(problems.flatMap(\.errors).allSatisfy { $0.message.hasSuffix(".") })
            #expect(try await stage.count("SELECT count(*) FROM complaint") == 0)
        }
    }

    @Test("An empty form is told everything that it lacks at once, in the order of the form")
    func emptyForm() async throws {
        try await RatingStage.with { stage async throws -> Void in
            try await self.ready(stage)
            let page = try await stage.request(
                .post, "/pengaduan", headers: Self.anonymous,
                form: "_csrf=\(Self.secret)&kunci=kunci-formulir&kontak=entah&nomor=1")
            #expect(page.status.code == 422)
            let summary = try #require(page.text.split(separator: "name=\"kunci\"").first)
            var rest = summary[...]
            for words in [
                "Pilih unit BPS dari daftar.", "Tulis apa yang Anda adukan", "Nomor pengajuan berbentuk",
                "Tulis nama Anda, atau pilih tanpa nama", "Tulis satu alamat e-mail",
            ] {
                let found = try #require(rest.range(of: words), "\(words)")
                rest = rest[found.upperBound...]
            }
            #expect(try await stage.count("SELECT count(*) FROM complaint") == 0)
        }
    }

    @Test("A complaint that is too large, or no text, is refused over HTTP")
    func oversized() async throws {
        try await RatingStage.with { stage async throws -> Void in
            try await self.ready(stage)
            let long = try await self.post(stage, self.json(text: String(repeating: "a", count: 5001)))
            #expect(long.status.code == 422)
            let huge = try await self.post(stage, self.json(text: String(repeating: "a", count: 300_000)))
            #expect(huge.status.code == 413)
            let application = Application(responder: stage.rating.definition.responder, logger: stage.log.logger)
            let broken = try await application.test(.router) { client in
                try await client.execute(
                    uri: "/api/v1/complaints", method: .post, headers: [.contentType: "application/json"],
                    body: ByteBuffer(bytes: [0x7B, 0x22, 0xFF, 0x22, 0x7D]))
            }
            #expect(broken.status == .badRequest)
        }
    }

    @Test("Bad complaints over AMQP are answered with problems, and neighbours go on")
    func badOverAMQP() async throws {
        try await RatingStage.with { stage async throws -> Void in
            try await self.ready(stage)
            for body in [
                "{", "[]", "{}", self.json(key: "k"), self.json(text: String(repeating: "a", count: 5001)),
                self.json().replacing("6104", with: "9999"), self.json().replacing("6104", with: "0x"),
            ] { _ = await stage.command(Array(body.utf8)) }
            _ = await stage.command([0x7B, 0xFF, 0x7D])
            _ = await stage.command(Array(self.json(key: "kunci-baik").utf8))
            try await stage.settled()
            let replies = try await self.replies(stage)
            #expect(replies.filter { !$0.accepted }.count == 8)
            #expect(replies.filter { !$0.accepted }.allSatisfy { !$0.problems.isEmpty })
            #expect(replies.filter { $0.accepted }.count == 1)
            #expect(try await stage.count("SELECT count(*) FROM complaint") == 1)
        }
    }

    @Test("The form takes a complaint and leads to its tracking page")
    func form() async throws {
        try await RatingStage.with { stage async throws -> Void in
            try await self.ready(stage)
            let page = try await stage.request(.get, "/pengaduan")
            #expect(page.status == .ok)
            #expect(page.text.contains("BPS Kabupaten Mempawah"))
            let fields =
                "_csrf=\(Self.secret)&kunci=kunci-formulir&unit=6104&isi=Lama&identitas=anonim&nama=Sari+Rahasia"
            let sent = try await stage.request(.post, "/pengaduan", headers: Self.anonymous, form: fields)
            #expect(sent.status == .seeOther)
            let location = try #require(sent.headers[.location])
            let again = try await stage.request(.post, "/pengaduan", headers: Self.anonymous, form: fields)
            #expect(again.headers[.location] == location, "sending the form twice makes one complaint")
            let changed = try await stage.request(
                .post, "/pengaduan", headers: Self.anonymous,
                form: fields.replacing("isi=Lama", with: "isi=Lama+sekali"))
            #expect(changed.status == .seeOther)
            #expect(changed.headers[.location] != location, "a changed text is another complaint")
            let tracking = try await stage.request(.get, location)
            #expect(tracking.status == .ok)
            let html = tracking.text
            #expect(html.contains("Diterima") && html.contains("ADU-") && !html.contains("Lama<"))
            #expect(try await stage.count("SELECT count(*) FROM complainant") == 0, "anonymous is without a name")
            #expect(try await stage.count("SELECT count(*) FROM complaint WHERE is_anonymous") == 2)
        }
    }

    @Test("A form that is not complete comes back with what was typed and what to do")
    func incompleteForm() async throws {
        try await RatingStage.with { stage async throws -> Void in
            try await self.ready(stage)
            for (fields, words) in [
                ("isi=Lama&identitas=anonim", "Pilih unit BPS dari daftar."),
                ("unit=6104&isi=&identitas=anonim", "Tulis apa yang Anda adukan"),
                ("unit=6104&isi=Lama&identitas=nama", "Tulis nama Anda, atau pilih tanpa nama"),
                ("unit=6104&isi=Lama&identitas=anonim&kontak=entah", "Tulis satu alamat e-mail"),
                ("unit=6104&isi=Lama&identitas=anonim&nomor=123", "Nomor pengajuan berbentuk"),
                ("unit=1234&isi=Lama&identitas=anonim", "Unit BPS ini tidak dikenal"),
            ] {
                let page = try await stage.request(
                    .post, "/pengaduan", headers: Self.anonymous,
                    form: "_csrf=\(Self.secret)&kunci=kunci-formulir&" + fields)
                #expect(page.status.code == 422)
                #expect(page.text.contains(words), "\(words)")
            }
            #expect(try await stage.request(.post, "/pengaduan", form: "unit=6104&isi=a").status == .forbidden)
            #expect(try await stage.count("SELECT count(*) FROM complaint") == 0)
        }
    }

    @Test("A tracking code that nobody holds leads nowhere")
    func unknownCode() async throws {
        try await RatingStage.with { stage async throws -> Void in
            for path in [
                "/pengaduan/ADU-0000-0000-0000-0000", "/pengaduan/x", "/pengaduan/%ff", "/pengaduan?kode=salah",
                "/api/v1/complaints/ADU-0000-0000-0000-0000", "/api/v1/complaints/x",
            ] { #expect(try await stage.request(.get, path).status == .notFound, "\(path)") }
            let search = try await stage.request(.get, "/pengaduan?kode=adu00000000oooo0000")
            #expect(search.headers[.location] == "/pengaduan/ADU-0000-0000-0000-0000")
        }
    }

    @Test("One address may file only so often; others are not held up")
    func rateLimit() async throws {
        try await RatingStage.with(change: { $0.filing = Allowance(tries: 2, per: .seconds(600)) }) {
            stage async throws -> Void in
            try await self.ready(stage)
            for number in 1...2 {
                #expect(try await self.post(stage, self.json(key: "kunci-\(number)-xx")).status == .created)
            }
            let third = try await self.post(stage, self.json(key: "kunci-3-xx"))
            #expect(third.status.code == 429)
            #expect(third.headers[.retryAfter] == "300")
            #expect(try await self.post(stage, self.json(key: "kunci-4-xx"), from: "10.0.0.2").status == .created)
            #expect(
                try await self.post(stage, self.json(key: "kunci-5-xx"), from: "10.9.9.9, 10.0.0.1").status.code == 429,
                "only what the front door adds counts")
            stage.clock.advance(by: 300)
            #expect(try await self.post(stage, self.json(key: "kunci-6-xx")).status == .created)
        }
    }

    @Test("Nothing of a complaint or a complainant stands in any log line")
    func logs() async throws {
        let log = CapturedLog()
        try await RatingStage.with(log: log) { stage async throws -> Void in
            try await self.ready(stage)
            _ = try await self.post(stage, self.json())
            _ = try await self.post(stage, self.json(key: "k"))
            _ = await stage.command(Array(self.json(key: "kunci-amqp").utf8))
            _ = await stage.command(Array(self.json(key: "k").utf8))
            try await stage.settled()
        }
        for secret in ["Rahasia", "rahasia", "contoh.go.id", "Antrean", "ADU-", "kunci-0001"] {
            #expect(!log.text.contains(secret), "\(secret)")
        }
    }

    @Test("Whoever holds the code sees until when the office must act, and nothing while the calendar is unknown")
    func deadlines() async throws {
        try await RatingStage.with { stage async throws -> Void in
            try await self.ready(stage)
            let code = try #require(try self.reply(try await self.post(stage, self.json())).number)
            let before = try await stage.request(.get, "/pengaduan/\(code)")
            #expect(before.status == .ok && !before.text.contains("Batas waktu"))
            let story = Story(at: stage.clock.now)
            try await stage.publish(story.calendar, sequence: 1)
            try await stage.settled()
            let after = try await stage.request(.get, "/pengaduan/\(code)").text
            let due = try DueDate(
                declared: stage.clock.now, workingDays: 3, calendar: WorkingDayCalendar(story.calendar.calendar),
                unit: story.unit, zone: .wib, closingMinutes: [])
            #expect(after.contains("Verifikasi dan penerusan"))
            #expect(after.contains("paling lambat \(IndonesianDate.text(due.day)) (3 hari kerja)"))
            // Its class is not known yet, and nobody has answered.
            #expect(!after.contains("Penyelesaian") && !after.contains("Jawaban atau tindak lanjut"))
        }
    }
}
