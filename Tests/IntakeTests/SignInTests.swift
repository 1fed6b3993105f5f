import Contracts
import Foundation
import Hummingbird
import Postgres
import Testing
import Web

@testable import Intake

@Suite("Accounts and sign-in")
struct SignInTests {
    private func attempt(_ visitor: Visitor, _ email: String, _ password: String) async throws -> Answer {
        try await visitor.send("/masuk", form: ["email": [email], "sandi": [password]], from: "/masuk")
    }

    @Test("Somebody registers and is signed in; the address is asked for a proof and not published")
    func register() async throws {
        try await IntakeStage.with { stage in
            try await stage.serving { door in
                let visitor = door.visitor()
                let fields = [
                    "nama": ["Siti"], "instansi": ["Dinas Contoh"], "email": ["siti@x.example"],
                    "ponsel": ["0812 3456 7890"], "sandi": ["kata sandi baru"],
                ]
                let answer = try await visitor.send("/daftar", form: fields)
                #expect(answer.status == 303)
                #expect(try await visitor.get("/pengajuan").status == 200)
                let again = try await door.visitor().send("/daftar", form: fields)
                #expect(again.status == 422)
                #expect(again.text.contains("sudah ada akun"))
                let faulty = try await door.visitor().send("/daftar", form: ["email": ["x"]])
                #expect(faulty.status == 422)
                #expect(!faulty.text.contains("kata sandi baru"))
            }
            #expect(try await stage.published(ContactVerified.self).isEmpty)
            let proof = try #require(try await stage.published(ContactProofRequested.self).first)
            #expect(proof.email.reveal() == "siti@x.example" && proof.purpose == .confirm)
            #expect(proof.expiresAt == stage.clock.now + 24 * 3600)
            #expect(try await stage.count("account") == 1)
        }
    }

    @Test("After five failures the account is locked, also for the right password, and for nobody else")
    func lock() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("a@x.example")
            _ = try await stage.account("b@x.example")
            try await stage.serving { door in
                let visitor = door.visitor()
                for _ in 0..<5 {
                    #expect(try await self.attempt(visitor, "a@x.example", "salah salah salah").status == 401)
                }
                let locked = try await self.attempt(visitor, "A@x.example ", IntakeStage.password)
                #expect(locked.status == 429)
                #expect(locked.text.contains("15 menit"))
                #expect(locked.headers[.retryAfter] != nil)
                #expect(try await self.attempt(door.visitor(), "b@x.example", IntakeStage.password).status == 303)
                stage.clock.advance(by: 901)
                #expect(try await self.attempt(visitor, "a@x.example", IntakeStage.password).status == 303)
            }
        }
    }

    @Test("Parallel tries cannot slip past the lock")
    func parallel() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("a@x.example")
            try await stage.serving { door in
                let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<20 {
                        group.addTask {
                            try await door.api(
                                .post, "/api/v1/sessions",
                                body: Array(#"{"email":"a@x.example","password":"salah salah"}"#.utf8)
                            ).status
                        }
                    }
                    return try await group.reduce(into: [Int]()) { $0.append($1) }
                }
                #expect(statuses.count { $0 == 401 } == 5)
                #expect(statuses.count { $0 == 429 } == 15)
            }
        }
    }

    @Test("An unknown account is refused in the same words as a wrong password, and an address is locked too")
    func unknown() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("a@x.example")
            try await stage.serving { door in
                let visitor = door.visitor("198.51.100.7")
                let wrong = try await self.attempt(visitor, "a@x.example", "salah salah salah")
                let unknown = try await self.attempt(visitor, "tidak-ada@x.example", "salah salah salah")
                func words(_ answer: Answer) -> String? {
                    answer.text.firstRange(of: "Alamat e-mail atau kata sandi tidak cocok").map { _ in "same" }
                }
                #expect(wrong.status == unknown.status)
                #expect(words(wrong) == "same" && words(unknown) == "same")
                for index in 0..<28 {
                    #expect(try await self.attempt(visitor, "orang\(index)@x.example", "salah salah").status == 401)
                }
                #expect(try await self.attempt(visitor, "a@x.example", IntakeStage.password).status == 429)
                #expect(
                    try await self.attempt(door.visitor("198.51.100.8"), "a@x.example", IntakeStage.password).status
                        == 303)
            }
        }
    }

    @Test("A token that ran out is renewed from the session, and a form is sent again by 307")
    func renew() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("a@x.example")
            try await stage.serving { door in
                let visitor = try await door.signedIn("a@x.example")
                let secret = try #require(try await visitor.get("/pengajuan").input("_csrf"))
                stage.clock.advance(by: 700)
                let page = try await visitor.get("/pengajuan")
                #expect(page.status == 303)
                #expect(page.location == "/masuk/perpanjang?kembali=%2Fpengajuan")
                let form = try await visitor.send("/pengajuan/baru", form: [:], csrf: secret)
                #expect(form.status == 307)
                let renewed = try await visitor.send(try #require(form.location), form: [:], csrf: secret)
                #expect(renewed.status == 307)
                #expect(renewed.location == "/pengajuan/baru")
                #expect(try await visitor.send("/pengajuan/baru", form: [:], csrf: secret).status == 303)
                let elsewhere = try await visitor.get("/masuk/perpanjang?kembali=https%3A%2F%2Fjahat.example%2F")
                #expect(elsewhere.location == "/")
            }
        }
    }

    @Test("After sign-out, and after the session's end, nothing is renewed")
    func end() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("a@x.example")
            try await stage.serving { door in
                let visitor = try await door.signedIn("a@x.example")
                let session = try #require(visitor.cookie("layak_session"))
                #expect(try await visitor.send("/keluar", form: [:], from: "/pengajuan").status == 303)
                #expect(visitor.cookie("layak_token") == nil)
                visitor.set("layak_session", session)
                #expect(
                    try await visitor.get("/masuk/perpanjang?kembali=%2Fpengajuan").location
                        == "/masuk?kembali=%2Fpengajuan")
                let other = try await door.signedIn("a@x.example")
                stage.clock.advance(by: 4 * 3600 + 1)
                #expect(
                    try await other.get("/masuk/perpanjang?kembali=%2Fpengajuan").location?.hasPrefix("/masuk?") == true
                )
            }
        }
    }

    @Test("A program signs in and gets a token that works for ten minutes")
    func program() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("a@x.example")
            try await stage.serving { door in
                let body = Array(#"{"email":"a@x.example","password":"\#(IntakeStage.password)"}"#.utf8)
                let answer = try await door.api(.post, "/api/v1/sessions", body: body)
                #expect(answer.status == 201)
                let token = try #require(
                    ContractJSON.decode(JSONValue.self, from: answer.bytes).object?["token"]?.string)
                #expect(try await door.api(.get, "/api/v1/submissions/\(UUID())", token: token).status == 404)
                for broken in ["{}", "[]", "{", #"{"email":1,"password":"x"}"#] {
                    let status = try await door.api(.post, "/api/v1/sessions", body: Array(broken.utf8)).status
                    #expect(status == 422 || status == 400)
                }
            }
        }
    }
}
