import Contracts
import Foundation
import Mail
import ServiceStage
import Testing
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Postgres
import ServiceHost
import Web
import TestSupport

import NotifyDomain

@testable import Notify

@Suite struct TellingTests {
    private func text(_ mail: MailMessage) -> String { mail.text }

    @Test("Each step of a case becomes one mail in plain words")
    func eachStep() async throws {
        let transport = InMemoryMailTransport()
        try await NotifyStage.with(transport: transport) { stage async throws -> Void in
            let story = Story(at: stage.clock.now)
            try await stage.publish(story.standard(), sequence: 1)
            try await stage.publish(story.contact, sequence: 1)
            try await stage.settled()
            try await stage.publish(story.opened, sequence: 1)
            try await stage.publish(story.returned, sequence: 2)
            try await stage.publish(story.declaredComplete, sequence: 3)
            try await stage.publish(story.correctionRequested, sequence: 4)
            try await stage.publish(story.letterIssued, sequence: 5)
            try await stage.settled()
            #expect(try await stage.notify.sender.sendDue() == 5)
            let mails = transport.mails.sorted { $0.subject < $1.subject }
            #expect(
                Set(mails.map(\.subject)) == [
                    "Pengajuan LYK-2026-6104-000001 telah kami terima",
                    "Pengajuan LYK-2026-6104-000001 belum lengkap",
                    "Pengajuan LYK-2026-6104-000001 dinyatakan lengkap dan jelas",
                    "Hasil pemeriksaan pengajuan LYK-2026-6104-000001: perlu perbaikan",
                    "Surat rekomendasi untuk pengajuan LYK-2026-6104-000001 telah terbit",
                ])
            let all = mails.map(\.text).joined()
            for words in [
                "Yth. Sari Rahasia Dewi,", "Butir 3.1: Latar belakang belum diisi.", "Pesan petugas: Mohon dilengkapi.",
                "Kirim berkas yang lengkap paling lambat 31 Agustus 2026.", "22 Juni 2026", "1 September 2026",
                "V-26.6104.001", "B-1145/61040/VS.190/2026",
                "https://layak.example/pengajuan/\(story.caseID)", "https://layak.example/verifikasi/ABCD-EFGH",
                "https://layak.example/penilaian/", "BPS Kabupaten Mempawah", "https://layak.example/standar/6104",
            ] { #expect(all.contains(words), "\(words)") }
            #expect(!all.contains("/surat/"), "the letter itself is never an open address")
            #expect(!all.contains("{{"))
            #expect(mails.allSatisfy { $0.to.address.reveal() == story.address })
            #expect(mails.allSatisfy { $0.html.contains("&lt;Harapan&gt;") })
            #expect(Set(mails.map(\.messageID)).count == 5)
            #expect(
                try await stage.states(kind: "case-returned") == [
                    "case-returned email handed-over", "case-returned portal handed-over",
                    "case-returned whatsapp open",
                ])
        }
    }

    @Test("A return from before there was a day to complete the file is told without one, by mail and in the inbox")
    func earlierReturn() async throws {
        let transport = InMemoryMailTransport()
        try await NotifyStage.with(transport: transport) { stage async throws -> Void in
            let story = Story(at: stage.clock.now)
            var earlier = story.returned
            earlier.answerBy = nil
            try await stage.publish(story.standard(), sequence: 1)
            try await stage.publish(story.contact, sequence: 1)
            try await stage.publish(story.opened, sequence: 1)
            try await stage.publish(earlier, sequence: 2)
            try await stage.settled()
            try await stage.notify.sender.sendDue()
            let mail = try #require(transport.mails.first { $0.subject.contains("belum lengkap") }).text
            let inbox = try await stage.request(
                .get, "/kotak-masuk", headers: try await stage.cookie(story.applicant, [Grant(.applicant)])
            ).text
            for words in [mail, inbox] {
                #expect(words.contains("Butir 3.1: Latar belakang belum diisi."))
                #expect(!words.contains("paling lambat") && !words.contains("{{"))
            }
        }
    }

    @Test("A clock that a newer calendar has moved is told with both dates and the reason; the result is due anew")
    func dueMoved() async throws {
        let transport = InMemoryMailTransport()
        try await NotifyStage.with(transport: transport) { stage async throws -> Void in
            let story = Story(at: stage.clock.now)
            try await stage.publish(story.standard(), sequence: 1)
            try await stage.publish(story.contact, sequence: 1)
            try await stage.publish(story.opened, sequence: 1)
            try await stage.publish(story.declaredComplete, sequence: 2)
            try await stage.publish(story.dueMoved, sequence: 3, times: 2)
            try await stage.publish(story.correctionRequested, sequence: 4)
            try await stage.settled()
            #expect(try await stage.notify.sender.sendDue() == 4)
            let mails = transport.mails.filter { $0.subject.contains("berubah") }
            #expect(
                mails.map(\.subject) == ["Tenggat pengajuan LYK-2026-6104-000001 berubah menjadi 23 Juni 2026"])
            let text = mails.map(\.text).joined()
            for words in [
                "berubah dari 22 Juni 2026 menjadi 23 Juni 2026", "18 Juni 2026 menjadi hari libur",
                "https://layak.example/tenggat/\(story.caseID)",
            ] { #expect(text.contains(words), "\(words)") }
            #expect(
                try await stage.count(
                    """
                    SELECT count(*) FROM obligation o JOIN notice n ON n.id = o.notice_id
                     WHERE n.kind = 'case-correction-requested' AND o.due_at = \(story.dueMoved.newDueAt)
                    """) == 3)
        }
    }

    @Test("An obligation of a result is due at the end of its clock, and others have no date")
    func dueDates() async throws {
        try await NotifyStage.with { stage async throws -> Void in
            let story = Story(at: stage.clock.now)
            try await stage.publish(story.standard(), sequence: 1)
            try await stage.publish(story.opened, sequence: 1)
            try await stage.publish(story.declaredComplete, sequence: 2)
            try await stage.publish(story.correctionRequested, sequence: 3)
            try await stage.settled()
            #expect(
                try await stage.count(
                    """
                    SELECT count(*) FROM obligation o JOIN notice n ON n.id = o.notice_id
                     WHERE n.kind = 'case-correction-requested' AND o.due_at = \(story.declaredComplete.dueAt)
                    """) == 3)
            #expect(
                try await stage.count(
                    """
                    SELECT count(*) FROM obligation o JOIN notice n ON n.id = o.notice_id
                     WHERE n.kind <> 'case-correction-requested' AND o.due_at IS NOT NULL
                    """) == 0)
            #expect(try await stage.count("SELECT count(*) FROM known_case WHERE clock_end IS NOT NULL") == 0)
        }
    }

    @Test("Every event twice and in the wrong order gives one mail each")
    func twiceAndDisordered() async throws {
        let transport = InMemoryMailTransport()
        try await NotifyStage.with(transport: transport) { stage async throws -> Void in
            let story = Story(at: stage.clock.now)
            // The stream of the case comes before what it needs, and itself from its end.
            try await stage.publish(story.letterIssued, sequence: 5, times: 2)
            try await stage.publish(story.correctionRequested, sequence: 4, times: 2)
            try await stage.publish(story.declaredComplete, sequence: 3, times: 2)
            try await stage.publish(story.returned, sequence: 2, times: 2)
            try await stage.publish(story.opened, sequence: 1, times: 2)
            try await stage.settled()
            #expect(try await stage.count("SELECT count(*) FROM notice") == 5)
            #expect(
                try await stage.notify.sender.sendDue() == 0, "nothing can go before standard and contact are known")
            #expect(try await stage.count("SELECT count(*) FROM obligation") == 0)
            try await stage.publish(story.standard(), sequence: 1, times: 2)
            try await stage.settled()
            #expect(try await stage.count("SELECT count(*) FROM obligation") == 15)
            #expect(try await stage.notify.sender.sendDue() == 0, "nobody knows the address yet")
            try await stage.publish(story.contact, sequence: 1, times: 2)
            try await stage.settled()
            #expect(try await stage.notify.sender.sendDue() == 5)
            #expect(try await stage.notify.sender.sendDue() == 0)
            #expect(transport.mails.count == 5)
            #expect(try await stage.deliveries().count == 1)
        }
    }

    @Test("A notice that was overlooked when its standard came is found by the next round")
    func overlooked() async throws {
        let transport = InMemoryMailTransport()
        try await NotifyStage.with(transport: transport) { stage async throws -> Void in
            let story = Story(at: stage.clock.now)
            try await stage.publish(story.contact, sequence: 1)
            try await stage.publish(story.opened, sequence: 1)
            try await stage.settled()
            // As if the two transactions had missed each other: the standard is there, the notice is not planned.
            let standard = KnownStandard(story.standard())
            try await stage.database.runtime.transaction { try KnowledgeStore.keep(standard, in: $0) }
            #expect(try await stage.notify.sender.sendDue() == 1)
            #expect(transport.mails.count == 1)
        }
    }

    @Test("The delivery of a letter is published once, with the state of every channel")
    func delivery() async throws {
        try await NotifyStage.with { stage async throws -> Void in
            let story = Story(at: stage.clock.now)
            try await stage.publish(story.standard(), sequence: 1)
            try await stage.publish(story.contact, sequence: 1)
            try await stage.publish(story.opened, sequence: 1)
            try await stage.publish(story.refused, sequence: 2, times: 2)
            try await stage.settled()
            #expect(try await stage.deliveries().isEmpty, "not before the mail is handed over")
            #expect(try await stage.notify.sender.sendDue() == 2)
            let delivery = try #require(try await stage.deliveries().first)
            #expect(try await stage.deliveries().count == 1)
            #expect(delivery.caseId == story.caseID && delivery.letterId == story.letterID)
            #expect(
                Set(delivery.channels) == [
                    ChannelOutcome(channel: .email, state: .handedOver),
                    ChannelOutcome(channel: .portal, state: .handedOver),
                    ChannelOutcome(channel: .whatsapp, state: .open),
                ])
        }
    }

    @Test("A unit that promises only the portal has delivered with the portal")
    func portalOnly() async throws {
        try await NotifyStage.with { stage async throws -> Void in
            let story = Story(at: stage.clock.now)
            try await stage.publish(story.standard(channels: [.portal]), sequence: 1)
            try await stage.publish(story.opened, sequence: 1)
            try await stage.publish(story.letterIssued, sequence: 2)
            try await stage.settled()
            #expect(try await stage.deliveries().count == 1)
            #expect(try await stage.notify.sender.sendDue() == 0)
        }
    }

    @Test("An event of a case that was never opened is parked, and others go on")
    func unknownCase() async throws {
        try await NotifyStage.with { stage async throws -> Void in
            let story = Story(at: stage.clock.now)
            let other = Story(at: stage.clock.now)
            try await stage.publish(story.standard(), sequence: 1)
            try await stage.publish(story.returned, sequence: 1)
            try await stage.publish(other.opened, sequence: 1)
            try await stage.settled()
            #expect(
                try await stage.count("SELECT count(*) FROM parked_message WHERE reason = 'rejected:unknown-case'") == 1
            )
            #expect(try await stage.count("SELECT count(*) FROM notice") == 1)
        }
    }

    @Test("Newer contact data replaces older, and older does not come back")
    func contacts() async throws {
        let transport = InMemoryMailTransport()
        try await NotifyStage.with(transport: transport) { stage async throws -> Void in
            let story = Story(at: stage.clock.now)
            var newer = story.contact
            newer.email = Personal("baru@contoh.go.id")
            newer.verifiedAt = story.at + 60
            var older = story.contact
            older.verifiedAt = story.at - 60
            try await stage.publish(newer, sequence: 1)
            try await stage.publish(older, sequence: 2)
            try await stage.publish(story.standard(), sequence: 1)
            try await stage.publish(story.opened, sequence: 1)
            try await stage.settled()
            try await stage.notify.sender.sendDue()
            #expect(transport.mails.map { $0.to.address.reveal() } == ["baru@contoh.go.id"])
        }
    }

    @Test("The service may read and write only what it was granted")
    func grants() async throws {
        try await NotifyStage.with { stage async throws -> Void in
            for statement in ["DELETE FROM notice", "UPDATE inbox_item SET arrived_at = now()", "DELETE FROM attempt"] {
                await #expect(throws: (any Error).self) {
                    try await stage.database.runtime.transaction { _ = try $0.execute("\(unsafeRaw: statement)") }
                }
            }
        }
    }

    @Test("Templates are kept once, and a changed version is refused")
    func templates() async throws {
        try await NotifyStage.with { stage async throws -> Void in
            let (book, now) = (stage.parts.book, stage.clock.now)
            for _ in 1...2 {
                try await stage.database.runtime.transaction { try TemplateStore.keep(book, now: now, in: $0) }
            }
            #expect(try await stage.count("SELECT count(*) FROM template_version") == book.templates.count)
            var changed = book.templates
            changed[0].subject += "!"
            let other = try TemplateBook(changed)
            await #expect(throws: ChangedTemplate.self) {
                try await stage.database.runtime.transaction { try TemplateStore.keep(other, now: now, in: $0) }
            }
        }
    }
}
