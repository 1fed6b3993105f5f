import ActivityForm
import Contracts
import Foundation
import Hummingbird
import IntakeDomain
import Postgres
import Testing

@testable import Intake

@Suite("Forms come and go as files, and a correction shows what it changes")
struct ExchangePageTests {
    /// Submits the sample by importing its codes; the case's path.
    private static func submitted(_ visitor: Visitor, _ stage: IntakeStage) async throws -> String {
        let acceptance = stage.intake.parts.acceptance
        let sheet = try CodeSheet(catalogue: acceptance.forms, regions: acceptance.regions).write(SampleForm.complete())
        let imported = try await visitor.upload("/pengajuan/impor", sheet, named: "kode.json", from: "/pengajuan/impor")
        let path = try #require(imported.location?.split(separator: "?").first.map(String.init))
        let preview = try await visitor.get("\(path)/pratinjau")
        #expect(!preview.text.contains("Yang Anda ubah sejak kiriman terakhir"))
        #expect(preview.text.contains("Rancangan tabel") && preview.text.contains("dummy table"))
        let key = try #require(preview.input("kunci"))
        let sent = try await visitor.send("\(path)/kirim", form: ["kunci": [key]], from: "\(path)/pratinjau")
        #expect(sent.status == 303, "\(sent.text)")
        return path
    }

    private static func giveBack(_ id: CaseID, _ stage: IntakeStage) async throws {
        let now = stage.clock.now
        try await stage.database.transaction { tx in
            var mirror = try #require(try MirrorStore.find(id, lock: true, in: tx))
            mirror.standing = CaseStanding(round: 1, stage: .returned)
            try MirrorStore.update(mirror, of: id, now: now, in: tx)
        }
    }

    @Test("A sheet of codes becomes a case; it can be taken along in both shapes, by its owner only")
    func takenAlong() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("a@x.example")
            _ = try await stage.account("b@x.example")
            try await stage.serving { door in
                let visitor = try await door.signedIn("a@x.example")
                let path = try await Self.submitted(visitor, stage)
                #expect(try await visitor.get(path).text.contains("\(path)/unduh/catatan"))
                let acceptance = stage.intake.parts.acceptance
                let importing = FormImport(catalogue: acceptance.forms, regions: acceptance.regions)
                for shape in ["catatan", "kode"] {
                    let file = try await visitor.get("\(path)/unduh/\(shape)")
                    #expect(file.status == 200)
                    #expect(file.headers[.contentType]?.hasPrefix("application/json") == true)
                    #expect(file.headers[.contentDisposition]?.contains("\(shape)-") == true)
                    #expect(try importing.read(file.bytes).content == SampleForm.complete())
                }
                #expect(try await visitor.get("\(path)/unduh/lain").status == 404)
                let stranger = try await door.signedIn("b@x.example")
                #expect(try await stranger.get("\(path)/unduh/kode").status == 404)
            }
        }
    }

    @Test("A sheet with faults is refused with each place, and nothing of it becomes a draft")
    func faults() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("a@x.example")
            try await stage.serving { door in
                let visitor = try await door.signedIn("a@x.example")
                let sheet =
                    #"{"formulir":"ms-keg","versi":1,"isian":{"judul":"A","4.6":99,"6.6":{"supervisor":"4 orang"}}}"#
                let answer = try await visitor.upload(
                    "/pengajuan/impor", Array(sheet.utf8), named: "kode.json", from: "/pengajuan/impor")
                #expect(answer.status == 422)
                #expect(answer.text.contains("isian/4.6: 4.6 Metode pengumpulan data: Ini bukan jumlah kode pilihan."))
                #expect(answer.text.contains("isian/6.6/supervisor: 6.6 Jumlah petugas, Supervisor"))
                #expect(!answer.text.contains("4 orang"))
                let neither = try await visitor.upload(
                    "/pengajuan/impor", Array("{}".utf8), named: "kode.json", from: "/pengajuan/impor")
                #expect(neither.status == 400)
            }
            #expect(try await stage.count("draft") == 0)
        }
    }

    @Test("Before a correction is sent, the applicant sees what differs from what was sent before")
    func correction() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("a@x.example")
            try await stage.serving { door in
                let visitor = try await door.signedIn("a@x.example")
                let path = try await Self.submitted(visitor, stage)
                let id = try #require(path.split(separator: "/").last.flatMap { CaseID(String($0)) })
                try await Self.giveBack(id, stage)
                let same = try await visitor.get("\(path)/pratinjau")
                #expect(same.text.contains("Belum ada isian yang berubah."))
                var fields = PageFields.read(try await visitor.get("\(path)/blok/6").text)
                fields["6.3"] = ["1"]
                #expect(try await visitor.send("\(path)/blok/6", form: fields).status == 303)
                let preview = try await visitor.get("\(path)/pratinjau").text
                #expect(preview.contains("Yang Anda ubah sejak kiriman terakhir"))
                #expect(preview.contains("<del>Tidak<br></del>") && preview.contains("<ins>Ya<br></ins>"))
                #expect(!preview.contains("Belum ada isian yang berubah."))
            }
        }
    }

    @Test("A further round in another version of the questionnaire is refused: a case keeps its version")
    func pinned() async throws {
        try await IntakeStage.with { stage in
            let person = try await stage.account("a@x.example")
            try await stage.serving { door in
                let visitor = try await door.signedIn("a@x.example")
                let path = try await Self.submitted(visitor, stage)
                let id = try #require(path.split(separator: "/").last.flatMap { CaseID(String($0)) })
                try await Self.giveBack(id, stage)
                var form = SampleForm.complete(title: "Judul baru")
                form.version = 2
                let other = form
                let now = stage.clock.now
                let submit = stage.intake.parts.submit
                let problem = await #expect(throws: Problem.self) {
                    try await stage.database.transaction { tx in
                        let account = try #require(try AccountStore.find(person, in: tx))
                        _ = try submit.once(
                            other, continuing: id, key: IdempotencyKey("kunci-versi-lain", field: "kunci"),
                            scope: "uji", field: "kunci", by: account, source: .page, now: now, cause: Cause(), in: tx)
                    }
                }
                #expect(problem?.code == "versi-formulir-lain")
            }
            #expect(try await stage.count("submission_version") == 1)
        }
    }

    @Test("The form's pages explain questions, fields and options, a table's columns once")
    func help() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("a@x.example")
            try await stage.serving { door in
                let visitor = try await door.signedIn("a@x.example")
                let block = try #require(try await visitor.send("/pengajuan/baru", form: [:]).location)
                let path = String(block.dropLast(2))
                let heading = try await visitor.get(block).text
                #expect(heading.contains("Susunan yang dianjurkan"))
                #expect(heading.contains("Hanya sebagian unit yang dipilih sebagai sampel."))
                let plan = try await visitor.get("\(path)/3?baris=1").text
                #expect(plan.contains("Menyusun kuesioner, rancangan sampel, dan pedoman."))
                #expect(plan.components(separatedBy: "Waktu yang dirujuk oleh datanya.").count == 2)
            }
        }
    }
}
