import Contracts
import Foundation
import Hummingbird
import HummingbirdTesting
import Mail
import NotifyDomain
import ServiceStage
import Testing
import HTTPTypes
import Postgres
import ServiceHost
import TestSupport
import Web

@testable import Notify

@Suite struct PageTests {
    private func told(_ stage: NotifyStage) async throws -> Story {
        let story = Story(at: stage.clock.now)
        try await stage.publish(story.standard(), sequence: 1)
        try await stage.publish(story.contact, sequence: 1)
        try await stage.publish(story.opened, sequence: 1)
        try await stage.publish(story.returned, sequence: 2)
        try await stage.settled()
        return story
    }

    @Test("The inbox shows a person's notices in plain words, with every channel's state")
    func inbox() async throws {
        try await NotifyStage.with { stage async throws -> Void in
            let story = try await self.told(stage)
            try await stage.notify.sender.sendDue()
            let page = try await stage.request(
                .get, "/kotak-masuk", headers: try await stage.cookie(story.applicant, [Grant(.applicant)]))
            #expect(page.status == .ok)
            let html = page.text
            for words in [
                "Pengajuan LYK-2026-6104-000001 belum lengkap", "Butir 3.1: Latar belakang belum diisi.",
                "WhatsApp belum terhubung", "Terkirim", "Tersedia di sini", "href=\"/pengajuan/\(story.caseID)\"",
            ] { #expect(html.contains(words), "\(words)") }
            #expect(html.utf8.count < 60_000)
        }
    }

    @Test("Nobody sees the inbox of somebody else")
    func ownInbox() async throws {
        try await NotifyStage.with { stage async throws -> Void in
            _ = try await self.told(stage)
            let stranger: PersonID = IdentifierSource.system.next(at: Date())
            let page = try await stage.request(
                .get, "/kotak-masuk", headers: try await stage.cookie(stranger, [Grant(.applicant)]))
            #expect(page.status == .ok)
            #expect(page.text.contains("Belum ada pemberitahuan"))
            #expect(!page.text.contains("LYK-2026"))
            let anonymous = try await stage.request(.get, "/kotak-masuk")
            #expect(anonymous.status == .seeOther)
            #expect(anonymous.headers[.location]?.hasPrefix("/masuk/perpanjang") == true)
        }
    }

    @Test("The message log is for operators alone and shows no more than the masked address")
    func messageLog() async throws {
        try await NotifyStage.with { stage async throws -> Void in
            let story = try await self.told(stage)
            for roles in [[Grant(.applicant)], [Grant(.officer, at: UnitCode("6104"))]] {
                let page = try await stage.request(
                    .get, "/operator/pesan", headers: try await stage.cookie(story.applicant, roles))
                #expect(page.status == .forbidden)
            }
            let headers = try await stage.cookie(story.applicant, [Grant(.operatingStaff)])
            let page = try await stage.request(.get, "/operator/pesan", headers: headers)
            let html = page.text
            #expect(page.status == .ok)
            #expect(html.contains("s•••@contoh.go.id"))
            #expect(html.contains("LYK-2026-6104-000001"))
            for secret in [story.name, story.address, "6281298765432", "Latar belakang", "Harapan"] {
                #expect(!html.contains(secret), "\(secret)")
            }
        }
    }

    @Test("The log can be narrowed by state, channel and case, and refuses what it does not know")
    func filters() async throws {
        try await NotifyStage.with { stage async throws -> Void in
            let story = try await self.told(stage)
            let headers = try await stage.cookie(story.applicant, [Grant(.operatingStaff)])
            func rows(_ query: String) async throws -> Int {
                let page = try await stage.request(.get, "/operator/pesan?\(query)", headers: headers)
                return page.text.components(separatedBy: "<th scope=\"row\">").count - 1
            }
            #expect(try await rows("") == 6)
            #expect(try await rows("keadaan=open") == 2)
            #expect(try await rows("saluran=email") == 2)
            #expect(try await rows("nomor=lyk-2026-6104-000001&saluran=portal&keadaan=handed-over") == 2)
            #expect(try await rows("nomor=LYK-2026-6104-000009") == 0)
            for query in [
                "keadaan=x", "saluran=x", "halaman=0", "halaman=x", "nomor=a%20b", "halaman=99999999999999999999",
            ] {
                let page = try await stage.request(.get, "/operator/pesan?\(query)", headers: headers)
                #expect(page.status.code == 422, "\(query)")
            }
            let broken = try await stage.request(.get, "/operator/pesan?nomor=%ff", headers: headers)
            #expect(broken.status == .badRequest)
        }
    }

    @Test("An operator settles a mail in doubt once, and the letter is delivered by that")
    func settle() async throws {
        let transport = InMemoryMailTransport { _ in .inDoubt }
        try await NotifyStage.with(transport: transport) { stage async throws -> Void in
            let story = Story(at: stage.clock.now)
            try await stage.publish(story.standard(), sequence: 1)
            try await stage.publish(story.contact, sequence: 1)
            try await stage.publish(story.opened, sequence: 1)
            try await stage.publish(story.letterIssued, sequence: 2)
            try await stage.settled()
            #expect(try await stage.notify.sender.sendDue() == 2)
            #expect(try await stage.deliveries().isEmpty)
            let headers = try await stage.cookie(story.applicant, [Grant(.operatingStaff)])
            let id = try await stage.database.owner.read { tx in
                try tx.one(
                    """
                    SELECT o.id FROM obligation o JOIN notice n ON n.id = o.notice_id
                     WHERE n.kind = 'case-letter-issued' AND o.channel = 'email'
                    """
                ) { try $0.get("id", as: UUID.self) }
            }
            let path = "/operator/pesan/\(id.uuidString.lowercased())/putusan"
            let form = "_csrf=rahasia-formulir&putusan="
            #expect(
                try await stage.request(.post, path, headers: headers, form: "putusan=terkirim").status == .forbidden)
            #expect(try await stage.request(.post, path, headers: headers, form: form + "entah").status.code == 422)
            #expect(try await stage.request(.post, path, headers: headers, form: form + "terkirim").status == .seeOther)
            #expect(try await stage.request(.post, path, headers: headers, form: form + "terkirim").status == .conflict)
            #expect(try await stage.request(.post, path, headers: headers, form: form + "ulangi").status == .conflict)
            #expect(try await stage.deliveries().count == 1)
            #expect(try await stage.count("SELECT count(*) FROM settlement") == 1)
            let log = try await stage.request(.get, "/operator/pesan?keadaan=handed-over", headers: headers)
            #expect(log.text.contains("Keputusan Sari Dewi, <time"), "who")
            #expect(log.text.contains("</time>: sudah diterima pemohon."), "what")
            let applicant = try await stage.cookie(story.applicant, [Grant(.applicant)])
            #expect(
                try await stage.request(.post, path, headers: applicant, form: form + "ulangi").status == .forbidden)
            let nowhere = "/operator/pesan/\(UUID().uuidString)/putusan"
            #expect(
                try await stage.request(.post, nowhere, headers: headers, form: form + "ulangi").status == .notFound)
        }
    }

    @Test("Every route says whom it is for")
    func audiences() async throws {
        try await NotifyStage.with { stage async throws -> Void in
            let open = stage.notify.definition.routes.filter { $0.audience == .public }.map(\.path)
            #expect(open == ["/aset/{file}"])
        }
    }

    @Test("The rating link has the form that Rating reads")
    func ratingLink() throws {
        let link = try RatingLink(base64: NotifyStage.linkKey)
        let caseID = try #require(CaseID("0197a1b2-c3d4-7e5f-8a6b-0c1d2e3f4a5b"))
        #expect(link.path(for: caseID) == "/penilaian/AZehssPUfl-KawwdLj9KW-IwDcMr8rJtTgQOAlGLWFY")
        #expect(throws: UnreadableLinkKey.self) { try RatingLink(base64: "pendek") }
    }
}
