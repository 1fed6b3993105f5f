import Contracts
import Foundation
import Hummingbird
import Postgres
import Testing
import Web

@testable import Intake

@Suite("Setting a password by a link")
struct PasswordTests {
    private static let fresh = "sandi yang baru sekali"

    private func signIn(_ door: Door, _ email: String, _ password: String) async throws -> Int {
        try await door.visitor().send("/masuk", form: ["email": [email], "sandi": [password]], from: "/masuk").status
    }

    private func use(_ link: String, _ door: Door) async throws -> Answer {
        try await door.visitor().send(link, form: ["sandi": [Self.fresh]], from: "/masuk")
    }

    @Test("Who came by the portal sets a password by the link and signs in to the account of the case")
    func portal() async throws {
        try await IntakeStage.with { stage in
            let person = try await stage.portalAccount("pst-1", "siti@x.example")
            try await stage.serving { door in
                let asked = try await stage.askForPassword("Siti@x.example ", at: door)
                #expect(asked.location == "/masuk/lupa/terkirim")
                let link = try #require(try await stage.links(.password).first)
                #expect(try await self.signIn(door, "siti@x.example", Self.fresh) == 401)
                for _ in 1...3 { #expect(try await door.visitor().get(link).text.contains("siti@x.example")) }
                let weak = try await door.visitor().send(link, form: ["sandi": ["pendek"]])
                #expect(weak.status == 422 && weak.text.contains("paling sedikit 10"))
                #expect(try await self.use(link, door).location == "/masuk?pesan=sandi")
                #expect(try await self.signIn(door, "siti@x.example", Self.fresh) == 303)
                #expect(try await door.visitor().get(link).status == 410, "used")
                #expect(try await self.signIn(door, "siti@x.example", Self.fresh) == 303)
            }
            let contacts = try await stage.published(ContactVerified.self)
            #expect(contacts.map(\.personId) == [person], "published when the portal named the address, and not again")
        }
    }

    @Test("Unknown and known addresses get the same answer, the same work and the same limit")
    func unknown() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("a@x.example")
            try await stage.serving { door in
                for (email, host) in [("a@x.example", "198.51.100.1"), ("tidak-ada@x.example", "198.51.100.2")] {
                    for status in [303, 303, 303, 429] {
                        let visitor = door.visitor(host)
                        let answer = try await visitor.send("/masuk/lupa", form: ["email": [email]])
                        #expect(answer.status == status, "\(email)")
                        if status == 303 { #expect(answer.location == "/masuk/lupa/terkirim") }
                    }
                }
                #expect(try await stage.count("password_request") == 6, "looked up later, whoever has it")
                #expect(try await stage.published(ContactProofRequested.self).isEmpty)
                try await stage.intake.answerPasswordRequests.all()
                #expect(try await stage.count("password_request") == 0)
                #expect(try await stage.links(.password).count == 3)
                let bad = try await door.visitor().send("/masuk/lupa", form: ["email": ["bukan alamat"]])
                #expect(bad.status == 422)
            }
        }
    }

    @Test("Links that are for nobody, tampered with, of another purpose or too old set nothing and say what to do")
    func refused() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("a@x.example", address: .typed)
            try await stage.serving { door in
                _ = try await stage.askForPassword("a@x.example", at: door)
                let link = try #require(try await stage.links(.password).first)
                let confirm = try #require(try await stage.links(.confirm).first)
                let foreign = confirm.replacing("/daftar/konfirmasi/", with: "/masuk/sandi/")
                let nobody = "/masuk/sandi/" + IntakeStage.token(ContactProofID(UUID()), .password)
                let tampered = String(link.dropLast(2)) + (link.hasSuffix("AA") ? "BB" : "AA")
                for odd in [foreign, nobody, tampered, "/masuk/sandi/x"] {
                    let page = try await door.visitor().get(odd)
                    #expect(page.status == 410 && page.text.contains("/masuk/lupa"), "\(odd)")
                    let sent = try await door.visitor().send(odd, form: ["sandi": [Self.fresh]], from: "/masuk")
                    #expect(sent.status == 410, "\(odd)")
                }
                let blind = try await door.visitor().send(link, form: ["sandi": [Self.fresh]], csrf: "")
                #expect(blind.status == 403, "a form that no page of ours has handed out")
                let visitor = door.visitor()
                #expect(try await visitor.get(link).status == 200)
                stage.clock.advance(by: 24 * 3600)
                #expect(try await visitor.send(link, form: ["sandi": [Self.fresh]], from: "/masuk").status == 410)
                #expect(try await self.signIn(door, "a@x.example", IntakeStage.password) == 303, "nothing has changed")
            }
        }
    }

    @Test("Twenty uses of one link at once set one password")
    func parallel() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("a@x.example")
            try await stage.serving { door in
                _ = try await stage.askForPassword("a@x.example", at: door)
                let link = try #require(try await stage.links(.password).first)
                let visitors = (0..<20).map { _ in door.visitor() }
                var secrets: [String] = []
                for visitor in visitors { secrets.append(try await visitor.get(link).input("_csrf") ?? "") }
                let tries = Array(zip(visitors, secrets).enumerated())
                let answers = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
                    for (index, (visitor, secret)) in tries {
                        group.addTask {
                            let answer = try await visitor.send(
                                link, form: ["sandi": ["kata sandi nomor \(index)"]], csrf: secret)
                            return (index, answer.status)
                        }
                    }
                    return try await group.reduce(into: [(Int, Int)]()) { $0.append($1) }
                }
                let winners = answers.filter { $0.1 == 303 }.map { $0.0 }
                #expect(winners.count == 1)
                #expect(answers.count { $0.1 == 410 } == 19)
                let winner = try #require(winners.first)
                #expect(try await self.signIn(door, "a@x.example", "kata sandi nomor \(winner)") == 303)
            }
        }
    }

    @Test("A new password ends every session of the person, lifts the lock, and voids the other links")
    func sessions() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("a@x.example")
            _ = try await stage.account("b@x.example")
            try await stage.serving { door in
                let phone = try await door.signedIn("a@x.example")
                let other = try await door.signedIn("b@x.example")
                for _ in 1...5 { #expect(try await self.signIn(door, "a@x.example", "salah salah salah") == 401) }
                #expect(try await self.signIn(door, "a@x.example", IntakeStage.password) == 429)
                _ = try await stage.askForPassword("a@x.example", at: door)
                _ = try await stage.askForPassword("a@x.example", at: door)
                let links = try await stage.links(.password)
                #expect(links.count == 2)
                #expect(try await self.use(links[0], door).location == "/masuk?pesan=sandi")
                #expect(try await self.use(links[1], door).status == 410)
                #expect(try await self.signIn(door, "a@x.example", Self.fresh) == 303)
                #expect(try await self.signIn(door, "a@x.example", IntakeStage.password) == 401)
                stage.clock.advance(by: 700)
                for (visitor, isOver) in [(phone, true), (other, false)] {
                    let renewal = try await visitor.get("/masuk/perpanjang?kembali=%2Fpengajuan").location
                    #expect(renewal == (isOver ? "/masuk?kembali=%2Fpengajuan" : "/pengajuan"))
                }
            }
        }
    }

    @Test("A link proves the address too, and takes the password from who had only typed it")
    func typed() async throws {
        try await IntakeStage.with { stage in
            let own = try await stage.account("a@x.example", address: .typed)
            _ = try await stage.account("siti@x.example", address: .typed)
            let portal = try await stage.portalAccount("pst-1", "siti@x.example")
            try await stage.serving { door in
                let stranger = try await door.signedIn("siti@x.example")
                for email in ["a@x.example", "siti@x.example"] {
                    _ = try await stage.askForPassword(email, at: door)
                    let link = try #require(try await stage.links(.password).last)
                    #expect(try await self.use(link, door).location == "/masuk?pesan=sandi")
                    #expect(try await self.signIn(door, email, IntakeStage.password) == 401)
                    #expect(try await self.signIn(door, email, Self.fresh) == 303)
                }
                let renewal = try await stranger.get("/masuk/perpanjang?kembali=%2Fpengajuan").location
                #expect(renewal == "/masuk?kembali=%2Fpengajuan")
            }
            let contacts = try await stage.published(ContactVerified.self).map(\.personId)
            #expect(contacts == [portal, own])
        }
    }

    @Test("The portal's case goes to the account whose owner has proven the same address, and stays with it")
    func joined() async throws {
        try await IntakeStage.with { stage in
            let own = try await stage.account("siti@x.example")
            let officer = try await stage.account("o@x.example", grants: [Grant(.officer, at: .headquarters)])
            #expect(try await stage.portalAccount("pst-1", "SITI@x.example") == own)
            #expect(
                try await stage.portalAccount("pst-1", "baru@x.example") == own, "known by the identifier from then on")
            #expect(try await stage.portalAccount("pst-2", "o@x.example") != officer, "staff is not joined")
            #expect(try await stage.count("account") == 3)
            #expect(try await stage.published(ContactVerified.self).count == 3)
        }
    }

    @Test("A change of address at the portal leaves older links without effect and disturbs nobody's sign-in")
    func moved() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("lain@x.example")
            _ = try await stage.portalAccount("pst-1", "siti@x.example")
            try await stage.serving { door in
                _ = try await stage.askForPassword("siti@x.example", at: door)
                _ = try await stage.askForPassword("siti@x.example", at: door)
                let links = try await stage.links(.password)
                #expect(try await self.use(links[0], door).status == 303)
                _ = try await stage.askForPassword("siti@x.example", at: door)
                _ = try await stage.portalAccount("pst-1", "lain@x.example")
                let last = try #require(try await stage.links(.password).last)
                #expect(try await door.visitor().get(last).status == 410)
                #expect(try await self.signIn(door, "siti@x.example", Self.fresh) == 303)
                #expect(try await self.signIn(door, "lain@x.example", IntakeStage.password) == 303)
            }
        }
    }
}
