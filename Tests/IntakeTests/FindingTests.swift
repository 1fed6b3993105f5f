import Contracts
import Foundation
import Messaging
import TestSupport
import Testing
import Web

@testable import Intake

@Suite("Findings of the mechanical checks on the form's pages")
struct FindingTests {
    @Test("The applicant sees them beside the questions and on the preview, and can submit all the same")
    func applicant() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("a@x.example")
            try await stage.serving { door in
                let visitor = try await door.signedIn("a@x.example")
                let imported = try await visitor.upload(
                    "/pengajuan/impor", NationalRecord.json(), named: "catatan.json", from: "/pengajuan/impor")
                let draft = try #require(imported.location?.split(separator: "?").first.map(String.init))

                let people = try await visitor.get("\(draft)/blok/2")
                #expect(people.text.contains("Data penanggung jawab teknis belum lengkap."))
                #expect(people.text.contains("Telepon: belum diisi"))
                #expect(people.text.contains("Perlu diperbaiki:"))
                #expect(people.text.contains("tidak menghalangi pengiriman"))
                let fieldwork = try await visitor.get("\(draft)/blok/6")
                #expect(fieldwork.text.contains("Supervisor lebih banyak daripada enumerator."))
                #expect(fieldwork.text.contains("Perlu ditinjau:"))
                // About 6.1 and 4.7: on each of the two pages once.
                #expect(fieldwork.text.components(separatedBy: "CAPI/CAWI dipakai tanpa uji coba.").count == 2)
                let design = try await visitor.get("\(draft)/blok/4")
                #expect(design.text.components(separatedBy: "CAPI/CAWI dipakai tanpa uji coba.").count == 2)
                // A block to which no rule objects has nothing to say.
                let products = try await visitor.get("\(draft)/blok/8")
                #expect(!products.text.contains("menghalangi pengiriman"))

                let preview = try await visitor.get("\(draft)/pratinjau")
                #expect(preview.text.contains("Temuan pemeriksaan otomatis"))
                for message in [
                    "Data penanggung jawab teknis belum lengkap.", "Tahapan pada jadwal tumpang tindih.",
                    "CAPI/CAWI dipakai tanpa uji coba.",
                ] {
                    #expect(preview.text.contains(message), "\(message)")
                }
                #expect(preview.text.contains("href=\"\(draft)/blok/6#f-6-6\""))

                // What was mended is found no longer.
                var fields = PageFields.read(people.text)
                fields["2.2/telepon"] = ["(021) 1"]
                _ = try await visitor.send("\(draft)/blok/2", form: fields)
                #expect(try await !visitor.get("\(draft)/blok/2").text.contains("menghalangi pengiriman"))
            }
        }
    }

    @Test("An empty block says nothing before the first answer")
    func empty() async throws {
        try await IntakeStage.with { stage in
            _ = try await stage.account("a@x.example")
            try await stage.serving { door in
                let visitor = try await door.signedIn("a@x.example")
                let imported = try await visitor.upload(
                    "/pengajuan/impor", Array(#"{"nama_kegiatan":"Survei A","form":"{}"}"#.utf8), named: "catatan.json",
                    from: "/pengajuan/impor")
                let draft = try #require(imported.location?.split(separator: "?").first.map(String.init))
                #expect(try await !visitor.get("\(draft)/blok/1").text.contains("masih kosong"))
                #expect(try await visitor.get("\(draft)/pratinjau").text.contains("masih kosong"))
            }
        }
    }
}
