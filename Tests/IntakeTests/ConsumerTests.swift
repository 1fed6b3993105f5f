import Contracts
import Foundation
import IntakeDomain
import Messaging
import Postgres
import TestSupport
import Hummingbird
import Testing
import Web

@testable import Intake

@Suite("What Intake learns from the others")
struct ConsumerTests {
    private static let officer = Actor(personId: PersonID(UUID()), name: "Petugas", unit: UnitCode("6104"))

    /// A stage with one submitted case.
    private func withCase<T: Sendable>(
        _ body: @Sendable (IntakeStage, CaseID) async throws -> T
    ) async throws -> T {
        try await IntakeStage.with { stage in
            let person = try await stage.account("a@x.example")
            let submit = stage.intake.parts.submit
            let now = stage.clock.now
            let id = CaseID(UUID())
            try await stage.database.transaction { tx in
                guard let account = try AccountStore.find(person, in: tx) else { throw StageFailure("no account") }
                _ = try submit.first(
                    EncodedForm(SampleForm.complete()), caseID: id, by: account, attachments: [], source: .page,
                    now: now,
                    cause: Cause(), in: tx)
            }
            return try await body(stage, id)
        }
    }

    private func mirror(_ stage: IntakeStage, _ id: CaseID) async throws -> MirrorStore.Mirror {
        try await stage.database.read { tx in
            guard let mirror = try MirrorStore.find(id, in: tx) else { throw StageFailure("no mirror") }
            return mirror
        }
    }

    private func kinds(_ stage: IntakeStage, _ id: CaseID) async throws -> [TimelineFact.Kind] {
        try await stage.database.read { tx in try TimelineStore.list(of: id, in: tx).map(\.kind) }
    }

    /// The whole way of a case as Review, Notify and Rating tell it: by stream, in order.
    private func way(_ id: CaseID, _ start: Date) throws -> [OutgoingMessage] {
        let by = Self.officer
        let unit = UnitCode("6104")!  // four digits
        let letter = LetterID(UUID())
        let person = PersonID(UUID())
        func at(_ minutes: Int) -> Date { start.addingTimeInterval(Double(minutes) * 60) }
        func review(_ event: some Event, _ sequence: Int64) throws -> OutgoingMessage {
            try IntakeStage.message(event, from: .review, sequence: sequence, at: at(Int(sequence)))
        }
        return [
            try review(
                CaseOpened(
                    caseId: id, caseNumber: "LYK-2026-6104-000001", unit: unit, standard: "6104@1", applicantId: person,
                    title: "T", year: 2027, institution: "I", openedAt: at(1)), 1),
            try review(
                CaseDeclaredComplete(
                    caseId: id, round: 1, clock: 1, declaredAt: at(2), workingDays: 14, dueOn: Day("2026-10-12")!,
                    dueAt: at(999), calendarVersion: 1, by: by), 2),
            try review(CaseExamined(caseId: id, round: 1, findings: [], examinedAt: at(3), by: by), 3),
            try review(CaseEvaluationOpened(caseId: id, openedAt: at(4), by: by), 4),
            try review(CaseEvaluated(caseId: id, opinions: 1, evaluatedAt: at(5), by: by), 5),
            try review(
                CaseLetterDrafted(caseId: id, letterId: letter, outcome: .feasible, draftedAt: at(6), by: by), 6),
            try review(
                CaseLetterIssued(
                    caseId: id, caseNumber: "LYK-2026-6104-000001", letterId: letter, applicantId: person, unit: unit,
                    title: "Kompilasi Data Pelaporan", year: 2027, institution: "Inspektorat",
                    recommendationNumber: "V-26.6104.001", letterNumber: "B-1/61040/VS.190/2026",
                    verificationCode: "KODE1", sha256: "00", size: 1, issuedAt: at(7), signedBy: by,
                    signerOffice: "Kepala BPS Kabupaten Mempawah"), 7),
            try IntakeStage.message(
                DeliveryCompleted(
                    caseId: id, letterId: letter, channels: [ChannelOutcome(channel: .email, state: .handedOver)],
                    completedAt: at(8)), from: .notify, sequence: 1, at: at(8)),
            try IntakeStage.message(
                RatingGiven(caseId: id, unit: unit, score: 4, givenAt: at(9)), from: .rating, sequence: 1, at: at(9)),
            try review(CaseCompleted(caseId: id, rated: true, completedAt: at(10)), 8),
        ]
    }

    private static let all: [TimelineFact.Kind] = [
        .submitted, .opened, .declaredComplete, .examined, .evaluationOpened, .evaluated, .letterDrafted, .letterIssued,
        .delivered, .rated, .completed,
    ]

    @Test(
        "The way of a case is told right in order, twice, backwards and shuffled",
        arguments: ["in order", "twice", "backwards", "shuffled", "other streams first"])
    func orders(order: String) async throws {
        try await self.withCase { stage, id in
            let way = try self.way(id, stage.clock.now)
            let sent: [OutgoingMessage] =
                switch order {
                case "twice": way.flatMap { [$0, $0] } + way
                case "backwards": way.reversed()
                case "shuffled": (way + way).shuffled()
                case "other streams first": [way[8], way[7]] + way[0...6] + [way[9]]
                default: way
                }
            try await stage.live {
                try await stage.send(sent)
                try await eventually("the case is completed") {
                    try await self.kinds(stage, id).count == Self.all.count
                }
                try await eventually("all is settled") { stage.broker.depth(of: "intake.events") == 0 }
            }
            let mirror = try await self.mirror(stage, id)
            #expect(mirror.standing == CaseStanding(round: 1, stage: .completed))
            #expect(mirror.recommendationNumber == "V-26.6104.001")
            #expect(mirror.ratingScore == 4)
            #expect(mirror.dueOn == nil)
            #expect(try await self.kinds(stage, id) == Self.all)
            #expect(try await stage.count("catalogue") == 1)
            #expect(try await stage.count("parked_message") == 0)
        }
    }

    @Test("A due date that a newer calendar has moved is shown with its reason, and leads to the counted days")
    func dueMoved() async throws {
        try await self.withCase { stage, id in
            let now = stage.clock.now
            let way = try self.way(id, now)
            let moved = try IntakeStage.message(
                CaseDueMoved(
                    caseId: id, clock: 1, oldDueOn: Day("2026-10-12")!, oldDueAt: now, newDueOn: Day("2026-10-13")!,
                    newDueAt: now, oldCalendarVersion: 2, calendarVersion: 3,
                    reason: "Kalender kerja versi 3 menggantikan versi 2.", movedAt: now.addingTimeInterval(180)),
                from: .review, sequence: 3, at: now)
            try await stage.live {
                // The move comes twice, and before the declaration that it follows.
                try await stage.send([moved, moved, way[1], way[0]])
                try await eventually("the move is known") {
                    try await self.kinds(stage, id) == [.submitted, .opened, .declaredComplete, .dueMoved]
                }
            }
            #expect(try await self.mirror(stage, id).dueOn?.description == "2026-10-13")
            #expect(try await self.mirror(stage, id).standing.stage == .complete)
            try await stage.serving { door in
                let page = try await door.signedIn("a@x.example").get("/pengajuan/\(id)")
                for words in [
                    "13 Oktober 2026", "/tenggat/\(id)", "Mengapa tanggal ini?", "Tenggat berubah",
                    "Kalender kerja versi 3 menggantikan versi 2.",
                ] { #expect(page.text.contains(words), "\(words)") }
            }
        }
    }

    @Test("A letter whose delivery was heard of first counts as delivered")
    func deliveryFirst() async throws {
        try await self.withCase { stage, id in
            let way = try self.way(id, stage.clock.now)
            try await stage.live {
                try await stage.send([way[7]])
                try await eventually("delivery is noted") { try await self.mirror(stage, id).deliveredAt != nil }
                #expect(try await self.mirror(stage, id).standing.stage == .submitted)
                try await stage.send(Array(way[0...6]))
                try await eventually("the letter is known") { try await self.mirror(stage, id).letterID != nil }
            }
            #expect(try await self.mirror(stage, id).standing.stage == .delivered)
        }
    }

    @Test("A returned case shows its remarks beside the items, opens its form, and is submitted again")
    func returned() async throws {
        try await self.withCase { stage, id in
            let now = stage.clock.now
            let way = try self.way(id, now)
            let back = try IntakeStage.message(
                CaseReturned(
                    caseId: id, round: 1, remarks: [Remark(item: "judul", text: "Tambahkan cakupan wilayah.")],
                    note: "Mohon dilengkapi.", returnedAt: now, answerBy: Day("2026-12-21"),
                    by: Self.officer), from: .review, sequence: 2, at: now)
            try await stage.live {
                try await stage.send([way[0], back, back])
                try await eventually("the case is returned") {
                    try await self.mirror(stage, id).standing.stage == .returned
                }
            }
            try await stage.serving { door in
                let visitor = try await door.signedIn("a@x.example")
                let page = try await visitor.get("/pengajuan/\(id)")
                #expect(page.text.contains("Tambahkan cakupan wilayah."))
                #expect(page.text.contains("Mohon dilengkapi."))
                #expect(page.text.contains("<dt>Lengkapi berkas paling lambat</dt><dd>21 Desember 2026</dd>"))
                #expect(page.text.contains("Lengkapi berkas paling lambat 21 Desember 2026."))
                let block = try await visitor.get("/pengajuan/\(id)/blok/0")
                #expect(block.text.contains("Tambahkan cakupan wilayah."))
                let fields = [
                    "judul": ["Kompilasi Data Pelaporan Seluruh Kabupaten Mempawah"], "tahun": ["2027"], "cara": ["3"],
                    "sektor": ["18"],
                ]
                #expect(
                    try await visitor.send("/pengajuan/\(id)/blok/0", form: fields).location
                        == "/pengajuan/\(id)/blok/1?pesan=tersimpan")
                let preview = try await visitor.get("/pengajuan/\(id)/pratinjau")
                let key = try #require(preview.input("kunci"))
                let sent = try await visitor.send(
                    "/pengajuan/\(id)/kirim", form: ["kunci": [key]], from: "/pengajuan/\(id)/pratinjau")
                #expect(sent.location == "/pengajuan/\(id)?pesan=perbaikan")
                let again = try await visitor.get("/pengajuan/\(id)")
                #expect(!again.text.contains("Tambahkan cakupan wilayah."))
                #expect(!again.text.contains("<dt>Lengkapi berkas paling lambat"))
                #expect(again.text.contains("Diajukan ulang"))
                #expect(try await visitor.get("/pengajuan/\(id)/blok/0").status == 409)
            }
            let event = try #require(try await stage.published(SubmissionResubmitted.self).first)
            #expect(event.round == 2)
            #expect(event.caseNumber == "LYK-2026-6104-000001")
            #expect(event.title == "Kompilasi Data Pelaporan Seluruh Kabupaten Mempawah")
            #expect(try await stage.count("submission_version") == 2)
        }
    }

    @Test(
        "A correction shows until when it may be answered; a refusal shows its reasons and stays out of the catalogue")
    func refused() async throws {
        try await self.withCase { stage, id in
            let now = stage.clock.now
            let way = try self.way(id, now)
            let correction = try IntakeStage.message(
                CaseCorrectionRequested(
                    caseId: id, round: 1, remarks: [Remark(item: "3.2", text: "Sebutkan indikatornya.")],
                    requestedAt: now,
                    answerBy: Day("2026-12-21")!, by: Self.officer), from: .review, sequence: 4, at: now)
            let refusal = try IntakeStage.message(
                CaseRefused(
                    caseId: id, caseNumber: "x", letterId: LetterID(UUID()), applicantId: PersonID(UUID()),
                    unit: UnitCode("6104")!, title: "T", year: 2027, institution: "I",
                    reasons: ["Sudah pernah dilakukan."], letterNumber: "B-2", verificationCode: "K2", sha256: "0",
                    size: 1, issuedAt: now, signedBy: Self.officer, signerOffice: "Kepala"), from: .review, sequence: 5,
                at: now)
            try await stage.live {
                try await stage.send([way[0], way[1], way[2], correction])
                try await eventually("correction is asked for") {
                    try await self.mirror(stage, id).standing.stage == .correctionRequested
                }
                try await stage.serving { door in
                    let visitor = try await door.signedIn("a@x.example")
                    let page = try await visitor.get("/pengajuan/\(id)").text
                    #expect(page.contains("<dt>Kirim perbaikan paling lambat</dt><dd>21 Desember 2026</dd>"))
                }
                try await stage.send([refusal])
                try await eventually("the case is refused") {
                    try await self.mirror(stage, id).standing.stage == .refused
                }
            }
            try await stage.serving { door in
                let visitor = try await door.signedIn("a@x.example")
                let page = try await visitor.get("/pengajuan/\(id)")
                #expect(page.text.contains("Sudah pernah dilakukan."))
                #expect(page.text.contains("/surat/"))
                #expect(try await visitor.get("/pengajuan/\(id)/blok/0").status == 409)
            }
            #expect(try await stage.count("catalogue") == 0)
        }
    }

    @Test("An event of a case that was never submitted is parked, and its neighbours go on")
    func unknown() async throws {
        try await self.withCase { stage, id in
            let way = try self.way(id, stage.clock.now)
            let stray = try self.way(CaseID(UUID()), stage.clock.now)[0]
            try await stage.live {
                try await stage.send([stray, way[0]])
                try await eventually("the neighbour is noted") { try await self.kinds(stage, id).contains(.opened) }
                try await eventually("the stray is parked") { try await stage.count("parked_message") == 1 }
            }
        }
    }
}
