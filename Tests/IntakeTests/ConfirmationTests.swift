import Contracts
import Foundation
import Hummingbird
import Postgres
import Testing

@testable import Intake

@Suite("Confirming an address")
struct ConfirmationTests {
    private static let fields = [
        "nama": ["Siti"], "instansi": ["Dinas Contoh"], "email": ["siti@x.example"], "ponsel": ["0812 3456 7890"],
        "sandi": ["kata sandi baru"],
    ]

    @Test("Who registered may go on at once; the address is published when its link is used by the person signed in")
    func confirm() async throws {
        try await IntakeStage.with { stage in
            try await stage.serving { door in
                let visitor = door.visitor()
                #expect(try await visitor.send("/daftar", form: Self.fields).status == 303)
                let before = try await visitor.get("/pengajuan")
                #expect(before.text.contains("belum dikonfirmasi") && before.text.contains("siti@x.example"))
                #expect(try await visitor.send("/pengajuan/baru", form: [:]).status == 303, "a draft")
                let link = try #require(try await stage.links(.confirm).first)
                for _ in 1...3 { #expect(try await visitor.get(link).text.contains("Ya, konfirmasi")) }
                #expect(try await stage.published(ContactVerified.self).isEmpty, "looking at the page uses nothing")
                let used = try await visitor.send(link, form: [:])
                #expect(used.location == "/pengajuan?pesan=terkonfirmasi")
                #expect(try await !visitor.get("/pengajuan").text.contains("belum dikonfirmasi"))
                #expect(try await visitor.get(link).location == "/pengajuan?pesan=terkonfirmasi", "a second click")
            }
            let contacts = try await stage.published(ContactVerified.self)
            #expect(contacts.map { $0.email.reveal() } == ["siti@x.example"])
            #expect(contacts.first?.mobile?.reveal() == "6281234567890")
        }
    }

    @Test("The link without the account's password, or with another account, confirms nothing")
    func foreign() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("b@x.example")
            try await stage.serving { door in
                _ = try await door.visitor().send("/daftar", form: Self.fields)
                let link = try #require(try await stage.links(.confirm).first)
                let stranger = door.visitor()
                let page = try await stranger.get(link)
                #expect(page.status == 303 && page.location?.hasPrefix("/masuk/perpanjang?kembali=") == true)
                let signIn = try await stranger.get("/masuk?kembali=\(link.replacing("/", with: "%2F"))")
                #expect(signIn.text.contains("Masuk dahulu untuk mengonfirmasi"))
                #expect(try await stranger.send(link, form: [:], from: "/masuk").status >= 300)
                let other = try await door.signedIn("b@x.example")
                #expect(try await other.get(link).text.contains("Tautan ini untuk akun lain"))
                #expect(try await other.send(link, form: [:], from: "/pengajuan").status == 410)
            }
            let proven = try await stage.published(ContactVerified.self).map { $0.email.reveal() }
            #expect(proven == ["b@x.example"])
        }
    }

    @Test("A link that is too old or tampered with says what to do, and a new one can be had, three times an hour")
    func again() async throws {
        try await IntakeStage.with { stage in
            try await stage.serving { door in
                let visitor = door.visitor()
                _ = try await visitor.send("/daftar", form: Self.fields)
                let first = try #require(try await stage.links(.confirm).first)
                for expected in ["tautan-dikirim", "tautan-dikirim", "tautan-terlalu-sering"] {
                    let answer = try await visitor.send("/daftar/konfirmasi", form: [:], from: "/pengajuan")
                    #expect(answer.location == "/pengajuan?pesan=\(expected)")
                }
                #expect(try await stage.links(.confirm).count == 3)
                let changed = String(first.dropLast(2)) + (first.hasSuffix("AA") ? "BB" : "AA")
                #expect(try await visitor.get(changed).status == 410)
                stage.clock.advance(by: 24 * 3600)
                let late = try await door.signedIn("siti@x.example", password: "kata sandi baru")
                let page = try await late.get(first)
                #expect(page.status == 410 && page.text.contains("Kirim ulang"))
                #expect(try await late.send(first, form: [:], from: "/pengajuan").status == 410)
                _ = try await late.send("/daftar/konfirmasi", form: [:], from: "/pengajuan")
                let fresh = try #require(try await stage.links(.confirm).last)
                #expect(try await late.send(fresh, form: [:]).location == "/pengajuan?pesan=terkonfirmasi")
            }
            #expect(try await stage.published(ContactVerified.self).count == 1)
        }
    }

    @Test("Twenty uses of one link at once publish the address once")
    func parallel() async throws {
        try await IntakeStage.with { stage in
            let person = try await stage.account("a@x.example", address: .typed)
            let proof = try #require(try await stage.published(ContactProofRequested.self).first)
            let confirm = ConfirmAddress(identifiers: .system)
            let now = stage.clock.now
            let database = stage.database
            let good = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        let standing = try await database.transaction {
                            try confirm(proof.proofId, by: person, now: now, cause: Cause(), in: $0)
                        }
                        return if case .good = standing { true } else { false }
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(good == 1)
            #expect(try await stage.published(ContactVerified.self).count == 1)
        }
    }

    @Test("An address that the portal has vouched for cannot be registered again, nor confirmed by who typed it first")
    func taken() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("siti@x.example", address: .typed)
            _ = try await stage.portalAccount("pst-1", "siti@x.example")
            try await stage.serving { door in
                let typed = try await door.signedIn("siti@x.example")
                let link = try #require(try await stage.links(.confirm).first)
                let refused = try await typed.get(link)
                #expect(refused.status == 410 && refused.text.contains("/masuk/lupa"))
                #expect(try await typed.send(link, form: [:], from: "/pengajuan").status == 410)
                _ = try await stage.portalAccount("pst-2", "lain@x.example")
                var fields = Self.fields
                fields["email"] = ["lain@x.example"]
                let again = try await door.visitor().send("/daftar", form: fields)
                #expect(again.status == 422 && again.text.contains("sudah ada akun"))
            }
            let proven = try await stage.published(ContactVerified.self).count
            #expect(proven == 2, "the two that the portal named")
        }
    }
}
