import Contracts
import Foundation
import Messaging
import MessagingLive
import Postgres
import ReviewDomain
import Testing
import WorkingDays

@testable import Review

@Suite("What Review does with events")
struct ConsumerTests {
    @Test("Every event delivered twice and in the wrong order has one effect, and the case is completed")
    func twiceAndOutOfOrder() async throws {
        try await ReviewStand.with { stand in
            try await TestExchange.with(stand) { exchange in
                let submitted = try await stand.submission()
                let id = submitted.caseId
                let standard = try await stand.database.read { tx in
                    try #require(try ReferenceStore.standard(submitted.standard, in: tx))
                }
                let unit = try await stand.database.read { tx in
                    try #require(try ReferenceStore.units([.headquarters], in: tx)[.headquarters])
                }
                let published = StandardPublished(unit: unit, standard: standard, publishedAt: stand.clock.now)
                try await exchange.publish(published, 1, copies: 2)
                let first = try exchange.message(submitted, 1)
                let second = try exchange.message(
                    SubmissionResubmitted(
                        caseId: id, caseNumber: submitted.caseNumber, round: 2, unit: submitted.unit,
                        standard: submitted.standard, applicant: submitted.applicant, title: "Judul baru", year: 2026,
                        regions: [], form: submitted.form, attachments: [], submittedAt: stand.clock.now), 2)
                // The answer arrives twice before the submission that it answers; it waits for it. Nothing was returned
                // here, so it is an answer that no round waits for, and it is parked without harm to its neighbours.
                await exchange.send([second, second, first, first])
                try await exchange.until("the case is open") { try await stand.state(id) == .submitted }
                try await exchange.until("the unwanted answer is parked") {
                    try await stand.count("SELECT count(*) FROM parked_message") == 1
                }
                #expect(try await stand.count("SELECT count(*) FROM case_round") == 1)
                #expect(try await stand.events(of: id) == ["case.opened.v1"])
            }
        }
    }

    @Test("A submission or a delivery that is told again under another message id changes nothing")
    func toldAgain() async throws {
        try await ReviewStand.with { stand in
            try await TestExchange.with(stand) { exchange in
                let submitted = try await stand.submission()
                try await exchange.publish(submitted, 1)
                try await exchange.publish(submitted, 2)
                let neighbour = try await stand.submission()
                try await exchange.publish(neighbour, 1)
                let id = try await stand.draftedCase()
                let letter = try #require(try await stand.sign(id).letter)
                for sequence in 1...3 {
                    try await exchange.publish(
                        DeliveryCompleted(
                            caseId: id, letterId: letter.id, channels: [], completedAt: stand.clock.now),
                        Int64(sequence))
                }
                try await exchange.until("all are handled") {
                    // Review's own events come back to its queue in this exchange, and are counted under other streams.
                    try await stand.count(
                        """
                        SELECT coalesce(sum(applied), 0)::bigint FROM inbox_position
                        WHERE stream IN ('submission', 'delivery')
                        """) == 6
                }
                #expect(try await stand.events(of: submitted.caseId) == ["case.opened.v1"])
                #expect(try await stand.state(id) == .delivered)
                #expect(try await stand.count("SELECT count(*) FROM parked_message") == 0)
            }
        }
    }

    @Test("An answer that was asked for is taken once, however often it comes")
    func answers() async throws {
        try await ReviewStand.with { stand in
            try await TestExchange.with(stand) { exchange in
                let submitted = try await stand.submission()
                let id = submitted.caseId
                try await exchange.publish(submitted, 1, copies: 2)
                try await exchange.until("the case is open") { try await stand.state(id) == .submitted }
                try await stand.perform(
                    TakeAction.self, by: .officer, { TakeCase(caseId: id, version: $0) }, on: id)
                try await stand.perform(
                    ReturnAction.self, by: .officer,
                    {
                        ReturnCase(caseId: id, version: $0, remarks: [Remark(item: "judul", text: "Lengkapi.")])
                    }, on: id)
                try await exchange.publish(
                    SubmissionResubmitted(
                        caseId: id, caseNumber: submitted.caseNumber, round: 2, unit: submitted.unit,
                        standard: submitted.standard, applicant: submitted.applicant, title: "Judul lengkap",
                        year: 2026, regions: [], form: submitted.form, attachments: [],
                        submittedAt: stand.clock.now), 2, copies: 3)
                try await exchange.until("the answer is here") { try await stand.state(id) == .resubmitted }
                let subject = try await stand.find(id)
                #expect(subject.title == "Judul lengkap")
                #expect(subject.round == 2)
                #expect(subject.holder?.name == TestPerson.officer.name)
                #expect(try await stand.count("SELECT count(*) FROM case_round") == 2)
                #expect(try await stand.count("SELECT count(*) FROM parked_message") == 0)
            }
        }
    }

    @Test("A rating before the delivery is noted, and the delivery completes the case", arguments: [true, false])
    func ratingAndDelivery(ratingFirst: Bool) async throws {
        try await ReviewStand.with { stand in
            try await TestExchange.with(stand) { exchange in
                let id = try await stand.draftedCase()
                let signed = try await stand.sign(id)
                let letter = try #require(signed.letter)
                let delivery = try exchange.message(
                    DeliveryCompleted(
                        caseId: id, letterId: letter.id, channels: [], completedAt: stand.clock.now), 1)
                let rating = try exchange.message(
                    RatingGiven(caseId: id, unit: .headquarters, score: 5, givenAt: stand.clock.now), 1)
                let later = try exchange.message(
                    RatingGiven(caseId: id, unit: .headquarters, score: 4, givenAt: stand.clock.now), 2)
                await exchange.send(
                    ratingFirst
                        ? [later, rating, later, rating, delivery, delivery]
                        : [delivery, delivery, rating, later, rating, later])
                try await exchange.until("the case is completed") { try await stand.state(id) == .completed }
                let completed = try await stand.events(of: id).filter { $0 == "case.completed.v1" }
                #expect(completed.count == 1)
                #expect(try await stand.count("SELECT count(*) FROM parked_message") == 0)
            }
        }
    }

    @Test("Officers see on the case how far the notice came on each channel, and what is not told yet")
    func channels() async throws {
        try await ReviewStand.with { stand in
            let id = try await stand.draftedCase()
            let letter = try #require(try await stand.sign(id).letter)
            let office = stand.office
            func deliver(_ channels: [ChannelOutcome], of letter: LetterID) async throws {
                let now = stand.clock.now
                try await stand.database.transaction { tx in
                    try RecordDelivery(office: office).handle(
                        DeliveryCompleted(caseId: id, letterId: letter, channels: channels, completedAt: now), in: tx,
                        context: ReviewStand.context(RecordDelivery.consumer, now))
                }
            }
            func page() async throws -> String {
                try await stand.browse { try await $0.get("/petugas/perkara/\(id)", as: .officer).text }
            }
            let before = try await page()
            #expect(before.contains("Belum tercatat terkirim kepada pemohon"))
            try await deliver(
                [
                    ChannelOutcome(channel: .email, state: .handedOver),
                    ChannelOutcome(channel: .whatsapp, state: .open),
                ], of: letter.id)
            let open = try await page()
            #expect(open.contains("E-mail: diserahkan"))
            #expect(open.contains("WhatsApp: belum terhubung, belum dihitung sebagai pemberitahuan"))
            // A later word about a channel replaces the one before, and no other; one about another letter changes nothing.
            try await deliver([ChannelOutcome(channel: .whatsapp, state: .handedOver)], of: letter.id)
            let told = try await page()
            #expect(told.contains("E-mail: diserahkan") && told.contains("WhatsApp: diserahkan"))
            try await deliver([ChannelOutcome(channel: .email, state: .failed)], of: LetterID(UUID()))
            #expect(try await page().contains("E-mail: diserahkan"))
        }
    }

    @Test("Fourteen days after delivery a case is completed without a rating, once")
    func unrated() async throws {
        try await ReviewStand.with { stand in
            let id = try await stand.draftedCase()
            let letter = try #require(try await stand.sign(id).letter)
            let office = stand.office
            func deliver() async throws {
                let now = stand.clock.now
                try await stand.database.transaction { tx in
                    try RecordDelivery(office: office).handle(
                        DeliveryCompleted(caseId: id, letterId: letter.id, channels: [], completedAt: now), in: tx,
                        context: ReviewStand.context(RecordDelivery.consumer, now))
                }
            }
            try await deliver()
            try await deliver()
            #expect(try await stand.state(id) == .delivered)
            let due = try await stand.database.read { tx in
                try tx.one("SELECT due_at FROM timers WHERE subject = \(id.description)") {
                    try $0.get("due_at", as: Date.self)
                }
            }
            #expect(abs(due.timeIntervalSince(stand.clock.now) - 14 * 86_400) < 1)
            stand.clock.advance(days: 14.1)
            try await TestExchange.with(stand) { exchange in
                try await exchange.until("the case is completed") { try await stand.state(id) == .completed }
            }
            let completed = try await stand.events(of: id).filter { $0 == "case.completed.v1" }
            #expect(completed.count == 1)
        }
    }

    @Test("A calendar is published once per version")
    func calendar() async throws {
        try await ReviewStand.with { stand in
            var version = try #require(
                try await stand.database.read { tx in try ReferenceStore.calendar(in: tx) }
            ).version
            let loaded = try await CalendarLoading.load(
                version, into: stand.database, at: stand.clock.now, identifiers: .system)
            #expect(loaded == .known)
            version.version += 1
            for expected in [CalendarLoading.Outcome.loaded, .known] {
                let loaded = try await CalendarLoading.load(
                    version, into: stand.database, at: stand.clock.now, identifiers: .system)
                #expect(loaded == expected)
            }
            #expect(try await stand.count("SELECT count(*) FROM outbox WHERE type = 'calendar.published.v1'") == 1)
        }
    }
}
