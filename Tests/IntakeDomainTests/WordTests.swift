import Contracts
import Foundation
import IntakeDomain
import Testing

@Suite("Words that an applicant reads")
struct WordTests {
    @Test("Every stage of a case has a label of its own")
    func stages() {
        let labels = CaseStage.allCases.map(\.label)
        #expect(Set(labels).count == CaseStage.allCases.count && !labels.contains(""))
        #expect(CaseStage.complete.label == "Lengkap dan jelas" && CaseStage.feasible.label == "Layak – surat terbit")
    }

    @Test(
        "Every fact on the timeline has a title, and says more only when there is more to say",
        arguments: [
            (TimelineFact(.submitted, at: .distantPast), "Pengajuan dikirim", nil),
            (TimelineFact(.resubmitted, at: .distantPast, round: 2), "Perbaikan diajukan", "Putaran ke-2."),
            (TimelineFact(.opened, at: .distantPast), "Pengajuan diterima unit BPS", nil),
            (TimelineFact(.returned, at: .distantPast), "Dikembalikan: berkas belum lengkap", nil),
            (TimelineFact(.declaredComplete, at: .distantPast), "Berkas dinyatakan lengkap dan jelas", nil),
            (
                TimelineFact(.returned, at: .distantPast, remarks: 2, note: "Lengkapi jadwal."),
                "Dikembalikan: berkas belum lengkap", "2 catatan untuk Anda. Lengkapi jadwal."
            ),
            (
                TimelineFact(.returned, at: .distantPast, remarks: 1, day: Day("2026-11-13")),
                "Dikembalikan: berkas belum lengkap",
                "1 catatan untuk Anda. Lengkapi berkas paling lambat 13 November 2026."
            ),
            (
                TimelineFact(.declaredComplete, at: .distantPast, day: Day("2026-09-04")),
                "Berkas dinyatakan lengkap dan jelas",
                "Hasil pemeriksaan diberitahukan paling lambat 4 September 2026."
            ),
            (TimelineFact(.dueMoved, at: .distantPast), "Tenggat berubah karena kalender kerja berubah", nil),
            (
                TimelineFact(.dueMoved, at: .distantPast, day: Day("2026-09-07"), note: "Cuti bersama ditambah."),
                "Tenggat berubah karena kalender kerja berubah",
                "Hasil pemeriksaan kini diberitahukan paling lambat 7 September 2026. Cuti bersama ditambah."
            ),
            (TimelineFact(.examined, at: .distantPast), "Rancangan kegiatan diperiksa", nil),
            (
                TimelineFact(
                    .correctionRequested, at: .distantPast, remarks: 3, day: Day("2026-02-28"), note: "Segera."),
                "Perbaikan diminta", "3 catatan untuk Anda. Kirim perbaikan paling lambat 28 Februari 2026. Segera."
            ),
            (TimelineFact(.evaluationOpened, at: .distantPast), "Evaluasi tim dimulai", nil),
            (TimelineFact(.evaluated, at: .distantPast), "Evaluasi tim selesai", nil),
            (TimelineFact(.letterDrafted, at: .distantPast), "Naskah surat disusun", nil),
            (
                TimelineFact(.letterIssued, at: .distantPast, number: "V-26.6104.001"),
                "Surat rekomendasi terbit: layak",
                "Nomor rekomendasi V-26.6104.001."
            ),
            (TimelineFact(.refused, at: .distantPast, number: "B-1"), "Surat terbit: tidak layak", "Nomor surat B-1."),
            (
                TimelineFact(
                    .delivered, at: .distantPast,
                    channels: [
                        ChannelOutcome(channel: .portal, state: .waiting),
                        ChannelOutcome(channel: .email, state: .failed),
                        ChannelOutcome(channel: .whatsapp, state: .inDoubt),
                    ]), "Surat dikirim", "Portal: menunggu; E-mail: gagal; WhatsApp: belum dapat dipastikan."
            ),
            (TimelineFact(.rated, at: .distantPast), "Penilaian Anda diterima", "Terima kasih."),
            (TimelineFact(.completed, at: .distantPast), "Pengajuan selesai", nil),
        ] as [(TimelineFact, String, String?)])
    func facts(fact: TimelineFact, title: String, detail: String?) {
        #expect(fact.title == title && fact.detail == detail)
    }

    @Test("A key that was used for another form is refused under the name that its sender knows")
    func reusedKey() {
        let problem = IdempotencyKey.reused(field: "kunci")
        #expect(problem.errors.map(\.field) == ["kunci"] && problem.errors.map(\.code) == ["reused"])
    }

    @Test("Files of offices are told apart by their ending, and old ones too")
    func officeFiles() {
        let zip: [UInt8] = [0x50, 0x4B, 0x03, 0x04, 0]
        let old: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0]
        #expect(AttachmentKind.mediaType(of: zip, named: "a.ods") == "application/vnd.oasis.opendocument.spreadsheet")
        #expect(AttachmentKind.mediaType(of: zip, named: "a") == "application/zip")
        #expect(AttachmentKind.mediaType(of: old, named: "a.XLS") == "application/vnd.ms-excel")
        #expect(AttachmentKind.mediaType(of: old, named: "a.exe") == nil)
        #expect(AttachmentKind.mediaType(of: [0xFF, 0xD8, 0xFF], named: "") == "image/jpeg")
        #expect(AttachmentKind.safeName("/") == "berkas" && AttachmentKind.safeName("..\\.a:b") == "a_b")
    }
}
