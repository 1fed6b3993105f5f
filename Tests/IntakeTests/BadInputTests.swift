import Contracts
import Foundation
import Hummingbird
import Postgres
import Testing
import Web

@testable import Intake

@Suite("Bad input over HTTP")
struct BadInputTests {
    @Test("Every broken submission is answered with a problem that names field and remedy, and keeps nothing")
    func submissions() async throws {
        try await IntakeStage.with { stage in
            let person = try await stage.account("a@x.example")
            let token = try await stage.token(person, [Grant(.applicant)])
            func form(_ change: (inout FormContent) -> Void) throws -> [UInt8] {
                var form = SampleForm.complete()
                change(&form)
                return try SampleForm.body(form)
            }
            let cases: [(name: String, body: [UInt8], status: Int, field: String?)] = [
                ("broken JSON", Array(#"{"form":"#.utf8), 400, nil), ("no body", [], 400, nil),
                ("broken UTF-8", Array(#"{"form":""#.utf8) + [0xFF] + Array(#""}"#.utf8), 400, nil),
                ("wrong type", Array(#"{"form":7}"#.utf8), 422, "form"),
                ("missing part", Array("{}".utf8), 422, "form"),
                ("unknown definition", try form { $0.definition = "fs3" }, 422, "definition"),
                ("unknown version", try form { $0.version = 2 }, 422, "definition"),
                (
                    "no such date", try form { $0.answers["8.2"] = .object(["digital": .string("2026-02-30")]) }, 422,
                    "8.2/digital"
                ),
                ("unknown unit", try form { $0.answers["4.5"] = .array([.string("9999")]) }, 422, "4.5/0"),
                ("missing answer", try form { $0.answers["3.1"] = nil }, 422, "3.1"),
                ("unknown question", try form { $0.answers["9.9"] = .integer(1) }, 422, "9.9"),
                ("oversized", Array(repeating: 32, count: 300 * 1024), 413, nil),
                (
                    "form too large", try form { $0.answers["3.1"] = .string(String(repeating: "x", count: 220_000)) },
                    422,
                    "answers"
                ),
            ]
            try await stage.serving { door in
                for one in cases {
                    let answer = try await door.api(
                        .post, "/api/v1/submissions", token: token,
                        headers: ["Idempotency-Key": "kunci-\(one.status)-\(one.body.count)"], body: one.body)
                    #expect(answer.status == one.status, "\(one.name)")
                    #expect(answer.headers[.contentType] == "application/problem+json", "\(one.name)")
                    let problem = try ContractJSON.decode(Problem.self, from: answer.bytes)
                    if let field = one.field {
                        #expect(problem.errors.first?.field == field, "\(one.name)")
                        #expect(problem.errors.first?.message.isEmpty == false, "\(one.name)")
                    }
                }
                for key in [[:], ["Idempotency-Key": "k"], ["Idempotency-Key": "ada spasi di kunci"]] {
                    let answer = try await door.api(
                        .post, "/api/v1/submissions", token: token, headers: key, body: SampleForm.body())
                    #expect(answer.status == 422)
                }
            }
            for table in ["submission", "idempotency", "case_counter", "timeline"] {
                #expect(try await stage.count("\(identifier: table)") == 0, "\(table)")
            }
        }
    }

    @Test("Without a sound token of an applicant there is no submission")
    func tokens() async throws {
        try await IntakeStage.with { stage in
            let person = try await stage.account("a@x.example")
            let officer = try await stage.token(person, [Grant(.officer, at: .headquarters)])
            let sound = try await stage.token(person, [Grant(.applicant)])
            let nobody = try await stage.token(PersonID(UUID()), [Grant(.applicant)])
            try await stage.serving { door in
                let tokens: [(String?, Int)] = [
                    (nil, 401), ("x", 401), (sound + "x", 401), (officer, 403), (nobody, 401),
                ]
                for (token, status) in tokens {
                    let answer = try await door.api(
                        .post, "/api/v1/submissions", token: token, headers: ["Idempotency-Key": "kunci-tanpa"],
                        body: SampleForm.body())
                    #expect(answer.status == status)
                }
                stage.clock.advance(by: 601)
                let late = try await door.api(
                    .post, "/api/v1/submissions", token: sound, headers: ["Idempotency-Key": "kunci-tanpa"],
                    body: SampleForm.body())
                #expect(late.status == 401)
            }
            #expect(try await stage.count("submission") == 0)
        }
    }

    @Test("A form without its page's secret is refused")
    func csrf() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("a@x.example")
            try await stage.serving { door in
                let visitor = try await door.signedIn("a@x.example")
                #expect(try await visitor.send("/pengajuan/baru", form: [:], csrf: "salah").status == 403)
                let anonymous = door.visitor()
                let answer = try await anonymous.send(
                    "/masuk", form: ["email": ["a@x.example"], "sandi": [IntakeStage.password]], csrf: "")
                #expect(answer.status == 403)
                #expect(anonymous.cookie("layak_session") == nil)
            }
            #expect(try await stage.count("draft") == 0)
        }
    }

    @Test("Files that are no record, or not accepted as attachments, are refused with a reason")
    func files() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("a@x.example")
            try await stage.serving { door in
                let visitor = try await door.signedIn("a@x.example")
                let record = try await visitor.upload(
                    "/pengajuan/impor", Array("{}".utf8), named: "x.json", from: "/pengajuan/impor")
                #expect(record.status == 400)
                #expect(record.text.contains("bukan catatan rekomendasi"))
                let none = try await visitor.upload("/pengajuan/impor", [], named: "", from: "/pengajuan/impor")
                #expect(none.status == 422)
                #expect(none.text.contains("Pilih berkas catatan terlebih dahulu."))
                let empty = try await visitor.upload(
                    "/pengajuan/impor", [], named: "kosong.json", from: "/pengajuan/impor")
                #expect(empty.status == 422)
                #expect(empty.text.contains("Berkas yang Anda pilih kosong."))
                #expect(!empty.text.contains("terlebih dahulu"))
                let draft = try await visitor.send("/pengajuan/baru", form: [:])
                let id = try #require(draft.location?.split(separator: "/")[1])
                let page = "/pengajuan/\(id)/pratinjau"
                let script = try await visitor.upload(
                    "/pengajuan/\(id)/lampiran", Array("<script>".utf8), named: "x.pdf", from: page)
                #expect(script.status == 422)
                #expect(script.text.contains("Jenis berkas ini tidak diterima"))
                let large = try await visitor.upload(
                    "/pengajuan/\(id)/lampiran", Array("%PDF-".utf8) + Array(repeating: 0, count: 20 * 1024 * 1024),
                    named: "x.pdf", from: page)
                #expect(large.status == 413)
            }
            #expect(try await stage.count("attachment") == 0)
        }
    }

    @Test("Addresses that lead nowhere are 404, in words")
    func addresses() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("a@x.example")
            try await stage.serving { door in
                let visitor = try await door.signedIn("a@x.example")
                for path in [
                    "/pengajuan/bukan-nomor", "/pengajuan/\(UUID())", "/pengajuan/\(UUID())/blok/0",
                    "/pengajuan/\(UUID())/pratinjau", "/standar/9999", "/standar/abc", "/masalah/apa",
                    "/lampiran/\(UUID())",
                    "/tidak-ada",
                ] {
                    let answer = try await visitor.get(path)
                    #expect(answer.status == 404, "\(path)")
                    #expect(answer.text.contains("tidak ditemukan"), "\(path)")
                }
                for path in ["/", "/katalog", "/katalog?cari=%27%26%21&tahun=x&halaman=-1", "/standar/6104", "/daftar"]
                {
                    #expect(try await door.visitor().get(path).status == 200, "\(path)")
                }
            }
        }
    }
}
