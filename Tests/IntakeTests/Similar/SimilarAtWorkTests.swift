import Contracts
import Foundation
import Hummingbird
import IntakeDomain
import Messaging
import Postgres
import TestSupport
import Testing
import Web

@testable import Intake

@Suite("Similar activities at work")
struct SimilarAtWorkTests {
    private static let twin = "Pengumpulan Data Pelaporan Gratifikasi Kab. Mempawah"

    /// Puts recommendations into the catalogue as the letter's event does.
    private func recommend(_ stage: IntakeStage, _ title: String, _ regions: [String], number: String) async throws {
        let now = stage.clock.now
        try await stage.database.transaction { tx in
            try CatalogueStore.insert(
                CatalogueStore.Entry(
                    caseID: CaseID(UUID()), title: title, year: 2026, institution: "Inspektorat <Lain>",
                    unit: .headquarters, recommendationNumber: number, verificationCode: number, issuedAt: now),
                sketch: ActivitySketch(
                    title: title, variables: ["Bentuk gratifikasi"], population: "laporan",
                    regions: Set(regions.compactMap { UnitCode($0) }), year: 2026), in: tx)
        }
    }

    @Test("A submission by API and its correction carry the recommended activities nearest to them, with reasons")
    func api() async throws {
        try await IntakeStage.with { stage in
            try await self.recommend(stage, Self.twin, ["6104"], number: "V-26.6104.001")
            try await self.recommend(stage, "Inventarisasi Jembatan Gantung", ["3273"], number: "V-26.3273.001")
            var changed = SampleForm.complete()
            changed.answers["3.4"] = .array([
                .object([
                    "nama": .string("Bentuk gratifikasi"), "definisi": .string("Bentuk"),
                    "referensi_waktu": .string("2027"),
                ])
            ])
            let form = changed
            let person = try await stage.account("a@x.example")
            let token = try await stage.token(person, [Grant(.applicant)])
            try await stage.serving { door in
                let answer = try await door.api(
                    .post, "/api/v1/submissions", token: token, headers: ["Idempotency-Key": "kunci-serupa-1"],
                    body: SampleForm.body(form))
                #expect(answer.status == 201)
            }
            let event = try #require(try await stage.published(SubmissionSubmitted.self).first)
            let similar = try #require(event.similar)
            #expect(similar.map(\.number) == ["V-26.6104.001"])
            #expect(similar.map(\.title) == [Self.twin])
            #expect(similar.first?.reasons.contains("wilayah yang sama: Kabupaten Mempawah") == true)
            #expect(similar.first?.reasons.contains("variabel yang sama: Bentuk gratifikasi") == true)

            let now = stage.clock.now
            try await stage.database.transaction { tx in
                guard var mirror = try MirrorStore.find(event.caseId, lock: true, in: tx) else { return }
                mirror.standing = CaseStanding(round: 1, stage: .returned)
                try MirrorStore.update(mirror, of: event.caseId, now: now, in: tx)
            }
            try await self.recommend(
                stage, "Kompilasi Data Pelaporan Kabupaten Mempawah", ["6104"], number: "V-26.6104.002")
            let submit = stage.intake.parts.submit
            try await stage.database.transaction { tx in
                guard let known = try SubmissionStore.find(event.caseId, lock: true, in: tx),
                    let account = try AccountStore.find(person, in: tx)
                else { throw StageFailure("no case") }
                _ = try submit.again(
                    EncodedForm(SampleForm.complete()), of: known, by: account, attachments: [], now: now,
                    cause: Cause(), in: tx)
            }
            let again = try #require(try await stage.published(SubmissionResubmitted.self).first)
            #expect(again.similar?.map(\.number) == ["V-26.6104.002", "V-26.6104.001"])
        }
    }

    @Test("A submission over AMQP carries them too, and an empty list where nothing is near")
    func amqp() async throws {
        try await IntakeStage.with { stage in
            try await self.recommend(stage, "Inventarisasi Jembatan Gantung", ["3273"], number: "V-26.3273.001")
            let command = SubmitSubmission(
                idempotencyKey: "kunci-portal-1",
                applicant: PortalApplicant(
                    portalAccountId: "pst-77", name: Personal("Siti"), institution: "Inspektorat Kabupaten Mempawah",
                    email: Personal("siti@mempawah.example"), mobile: Personal("+6281234567890")),
                form: SampleForm.complete())
            let message = IntakeStage.command(try ContractJSON.encode(command), at: stage.clock.now)
            _ = try await stage.replies(to: [message])
            #expect(try await stage.published(SubmissionSubmitted.self).map(\.similar) == [[]])
        }
    }

    @Test(
        "The applicant sees them beside title and variables, on the draft and before sending; others' drafts are not there"
    )
    func pages() async throws {
        try await IntakeStage.with { stage in
            try await self.recommend(stage, Self.twin, ["6104"], number: "V-26.6104.001")
            let person = try await stage.account("a@x.example")
            let other = try await stage.account("b@x.example")
            let start = StartDraft(identifiers: .system)
            let now = stage.clock.now
            let hidden = "Kompilasi Data Pelaporan Rahasia Kabupaten Mempawah"
            let id = try await stage.database.transaction { tx in
                _ = try start(SampleForm.complete(title: hidden), report: nil, by: other, now: now, in: tx)
                return try start(SampleForm.complete(), report: nil, by: person, now: now, in: tx)
            }
            let bare = try await stage.database.transaction { tx in
                try start(
                    FormContent(definition: "ms-keg", version: 1, answers: [:]), report: nil, by: person, now: now,
                    in: tx)
            }
            try await stage.serving { door in
                let visitor = try await door.signedIn("a@x.example")
                for path in ["", "/blok/0", "/blok/3", "/pratinjau"] {
                    let page = try await visitor.get("/pengajuan/\(id)\(path)").text
                    #expect(page.contains("/katalog?cari=V-26.6104.001"), "\(path)")
                    #expect(page.contains("Wilayah yang sama: Kabupaten Mempawah"), "\(path)")
                    #expect(page.contains("Inspektorat &lt;Lain&gt;") && !page.contains("<Lain>"), "\(path)")
                    #expect(!page.contains(hidden), "\(path)")
                }
                let elsewhere = try await visitor.get("/pengajuan/\(id)/blok/1").text
                #expect(!elsewhere.contains("/katalog?cari="))
                let empty = try await visitor.get("/pengajuan/\(bare)/blok/0").text
                #expect(!empty.contains("id=\"serupa\""))
                let found = try await visitor.get("/katalog?cari=V-26.6104.001").text
                #expect(found.contains(Self.twin))
            }
        }
    }

    @Test("The letter's event keeps of the recommended form what the activity is found by")
    func kept() async throws {
        try await IntakeStage.with { stage in
            let person = try await stage.account("a@x.example")
            let submit = stage.intake.parts.submit
            let now = stage.clock.now
            let id = CaseID(UUID())
            try await stage.database.transaction { tx in
                guard let account = try AccountStore.find(person, in: tx) else { throw StageFailure("no account") }
                _ = try submit.first(
                    EncodedForm(SampleForm.complete()), caseID: id, by: account, attachments: [], source: .page,
                    now: now, cause: Cause(), in: tx)
            }
            let officer = Actor(personId: PersonID(UUID()), name: "Petugas", unit: UnitCode("6104"))
            let issued = CaseLetterIssued(
                caseId: id, caseNumber: "LYK-2026-6104-000001", letterId: LetterID(UUID()), applicantId: person,
                unit: try #require(UnitCode("6104")), title: "Kompilasi Data Pelaporan", year: 2027,
                institution: "Inspektorat", recommendationNumber: "V-26.6104.001",
                letterNumber: "B-1/61040/VS.190/2026", verificationCode: "KODE1", sha256: "00", size: 1, issuedAt: now,
                signedBy: officer, signerOffice: "Kepala BPS Kabupaten Mempawah")
            try await stage.live {
                try await stage.send([try IntakeStage.message(issued, from: .review, sequence: 1, at: now)])
                try await eventually("the catalogue has it") { try await stage.count("catalogue") == 1 }
            }
            let query = try #require(SimilarityQuery(ActivitySketch(SampleForm.complete())))
            let found = try await stage.database.read { try SimilarStore.candidates(for: query, in: $0) }
            let written = try #require(found.first?.sketch)
            #expect(written.variables == ["Jenis"])
            #expect(written.population == "individu")
            #expect(written.regions == [try #require(UnitCode("6104"))])

            // An entry from before the migration is filled by it with the same.
            let statements = SimilarActivityTables.sql.components(separatedBy: ";\n")
            let update = try #require(statements.first { $0.contains("UPDATE catalogue c") })
            try await stage.database.transaction { tx in
                try tx.execute("UPDATE catalogue SET variables = '[]', population = '', regions = NULL, reach = '{}'")
                try tx.execute("\(unsafeRaw: update)")
            }
            let again = try await stage.database.read { try SimilarStore.candidates(for: query, in: $0) }
            #expect(again.first?.sketch == written)
            let marks = try await stage.database.read { tx in
                try tx.one("SELECT reach FROM catalogue") { try $0.get("reach", as: [String].self) }
            }
            #expect(Set(marks) == ["61", "6104"])
        }
    }

    @Test(
        "Nothing that a draft holds can break the question to the catalogue",
        arguments: [
            "' | & ! ( ) <-> :* \\ \" ; DROP TABLE catalogue; --", "%_%", "🙂🙂🙂🙂 漢字 ß İ",
            String(repeating: "kata ", count: 60),
            "a b c", "2026 2027", "Survei", "se se se", "l'amour d'aujourd'hui",
        ])
    func oddTitles(title: String) async throws {
        try await IntakeStage.with { stage in
            try await self.recommend(stage, Self.twin, [], number: "V-26.0000.001")
            let findSimilar = stage.intake.parts.findSimilar
            let form = SampleForm.complete(title: title)
            _ = try await stage.database.read { try findSimilar(form, in: $0) }
            #expect(try await stage.count("catalogue") == 1)
        }
    }

    @Test("A catalogue that cannot be asked does not keep anybody from submitting: the event says that nobody looked")
    func unavailable() async throws {
        try await IntakeStage.with { stage in
            try await stage.database.transaction { tx in
                try tx.execute("ALTER TABLE catalogue RENAME COLUMN topic TO gone")
            }
            let person = try await stage.account("a@x.example")
            let token = try await stage.token(person, [Grant(.applicant)])
            try await stage.serving { door in
                let answer = try await door.api(
                    .post, "/api/v1/submissions", token: token, headers: ["Idempotency-Key": "kunci-serupa-2"],
                    body: SampleForm.body())
                #expect(answer.status == 201)
            }
            #expect(try await stage.published(SubmissionSubmitted.self).map(\.similar) == [nil])
        }
    }
}
