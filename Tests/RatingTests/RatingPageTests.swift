import Contracts
import Foundation
import Hummingbird
import HummingbirdTesting
import ServiceStage
import Testing
import HTTPTypes
import Postgres
import ServiceHost
import TestSupport
import Web

@testable import Rating

@Suite struct RatingPageTests {
    private static let secret = "0123456789012345678901234567890123456789012"
    /// An anonymous visitor's form: cookie and hidden field agree.
    private static let anonymous: HTTPFields = [.cookie: "layak_form=\(Self.secret)"]

    private static func anonymous(from addresses: String) throws -> HTTPFields {
        var headers = Self.anonymous
        headers[try #require(HTTPField.Name("x-forwarded-for"))] = addresses
        return headers
    }

    private func form(_ fields: String) -> String { "_csrf=\(Self.secret)&\(fields)" }

    private func answer(_ stage: RatingStage, _ story: Story, _ fields: String) async throws -> TestResponse {
        try await stage.request(
            .post, "/penilaian/\(story.token)", headers: Self.anonymous, form: self.form(fields))
    }

    private func invited(_ stage: RatingStage) async throws -> Story {
        let story = Story(at: stage.clock.now)
        try await stage.publish(story.standard, sequence: 1)
        try await stage.publish(story.opened, sequence: 1)
        try await stage.publish(story.letterIssued, sequence: 2)
        try await stage.publish(story.delivered, sequence: 1)
        try await stage.settled()
        return story
    }

    @Test("One tap rates, the page says so, and the rating is published")
    func oneTap() async throws {
        try await RatingStage.with { stage async throws -> Void in
            let story = try await self.invited(stage)
            let page = try await stage.request(.get, "/penilaian/\(story.token)")
            #expect(page.status == .ok)
            let html = page.text
            #expect(html.components(separatedBy: "name=\"nilai\"").count == 6)
            #expect(html.contains("Survei &lt;Harapan&gt;"))
            let answer = try await self.answer(stage, story, "nilai=5&komentar=+Ramah+dan+cepat+")
            #expect(answer.status == .seeOther)
            #expect(answer.headers[.location] == "/penilaian/\(story.token)?pesan=dinilai")
            let given = try await stage.published(RatingGiven.self)
            #expect(given.map(\.score) == [5])
            #expect(given.first?.caseId == story.caseID && given.first?.unit == story.unit)
            let after = try await stage.request(.get, "/penilaian/\(story.token)").text
            #expect(after.contains("Penilaian Anda: 5 dari 5: Sangat puas."))
            #expect(after.contains("Ramah dan cepat</textarea>"))
        }
    }

    @Test("An answer within seven days replaces the last; after them none is taken")
    func replaced() async throws {
        try await RatingStage.with { stage async throws -> Void in
            let story = try await self.invited(stage)
            #expect(try await self.answer(stage, story, "nilai=2").status == .seeOther)
            stage.clock.advance(by: 6.9 * 86_400)
            #expect(try await self.answer(stage, story, "nilai=4").status == .seeOther)
            stage.clock.advance(by: 0.1 * 86_400)
            #expect(try await self.answer(stage, story, "nilai=1").status == .conflict)
            #expect(try await stage.published(RatingGiven.self).map(\.score) == [2, 4])
            #expect(
                try await stage.count("SELECT max(sequence) FROM outbox WHERE type = 'rating.given.v1'") == 2)
            let page = try await stage.request(.get, "/penilaian/\(story.token)").text
            #expect(page.contains("Penilaian sudah ditutup") && !page.contains("name=\"nilai\""))
        }
    }

    @Test("Fifty answers at once are fifty versions in one order, and the last counts")
    func parallel() async throws {
        try await RatingStage.with { stage async throws -> Void in
            let story = try await self.invited(stage)
            let statuses = try await withThrowingTaskGroup(of: HTTPResponse.Status.self) { group in
                for number in 0..<50 {
                    group.addTask { try await self.answer(stage, story, "nilai=\(number % 5 + 1)").status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.allSatisfy { $0 == .seeOther })
            #expect(try await stage.count("SELECT count(*) FROM rating_answer") == 50)
            #expect(try await stage.count("SELECT max(version) FROM rating_answer") == 50)
            #expect(try await stage.published(RatingGiven.self).count == 50)
            #expect(
                try await stage.count("SELECT count(DISTINCT sequence) FROM outbox WHERE type = 'rating.given.v1'")
                    == 50)
        }
    }

    @Test("Nobody rates before the letter is delivered")
    func beforeDelivery() async throws {
        try await RatingStage.with { stage async throws -> Void in
            let story = Story(at: stage.clock.now)
            try await stage.publish(story.opened, sequence: 1)
            try await stage.settled()
            let page = try await stage.request(.get, "/penilaian/\(story.token)")
            #expect(page.status == .ok)
            #expect(page.text.contains("Penilaian dibuka setelah surat sampai kepada Anda."))
            #expect(try await self.answer(stage, story, "nilai=5").status == .conflict)
            #expect(try await stage.published(RatingGiven.self).isEmpty)
        }
    }

    @Test("A case that nobody has heard of cannot be rated")
    func unknownCase() async throws {
        try await RatingStage.with { stage async throws -> Void in
            let story = Story(at: stage.clock.now)
            #expect(try await stage.request(.get, "/penilaian/\(story.token)").status == .ok)
            #expect(try await self.answer(stage, story, "nilai=5").status == .conflict)
            #expect(try await stage.count("SELECT count(*) FROM rated_case") == 0)
        }
    }

    @Test("A forged or broken link opens nothing")
    func forged() async throws {
        try await RatingStage.with { stage async throws -> Void in
            let story = try await self.invited(stage)
            let other = Story(at: stage.clock.now)
            var last = story.token
            last.removeLast()
            let tokens = [
                String(story.token.prefix(21)) + String(other.token.suffix(22)), last + "_", last,
                story.token + "A", "x", "%2e%2e", "%ff", String(repeating: "A", count: 43),
                String(repeating: "A", count: 4000),
            ]
            for token in tokens where token != story.token {
                #expect(try await stage.request(.get, "/penilaian/\(token)").status == .notFound, "\(token)")
                let answer = try await stage.request(
                    .post, "/penilaian/\(token)", headers: Self.anonymous, form: self.form("nilai=5"))
                #expect(answer.status == .notFound, "\(token)")
            }
            #expect(try await stage.published(RatingGiven.self).isEmpty)
        }
    }

    @Test("Somebody who tries links is stopped by address, before a link is looked at; others go on")
    func flood() async throws {
        try await RatingStage.with(change: { $0.rating = Allowance(tries: 3, per: .seconds(600)) }) {
            stage async throws -> Void in
            let story = try await self.invited(stage)
            func post(_ token: String, from address: String) async throws -> TestResponse {
                try await stage.request(
                    .post, "/penilaian/\(token)", headers: try Self.anonymous(from: "203.0.113.9, \(address)"),
                    form: self.form("nilai=5"))
            }
            for number in 0..<3 {
                #expect(try await post("tebakan-\(number)", from: "198.51.100.1").status == .notFound)
            }
            for token in ["tebakan-4", story.token] {
                let stopped = try await post(token, from: "198.51.100.1")
                #expect(stopped.status == .tooManyRequests && stopped.headers[.retryAfter] != nil)
            }
            #expect(try await post(story.token, from: "198.51.100.2").status == .seeOther)
        }
    }

    @Test("A flood of answers under one link is stopped too, from however many addresses")
    func floodOfOneLink() async throws {
        try await RatingStage.with(change: { $0.rating = Allowance(tries: 3, per: .seconds(600)) }) {
            stage async throws -> Void in
            let story = try await self.invited(stage)
            var statuses: [HTTPResponse.Status] = []
            for number in 1...4 {
                statuses.append(
                    try await stage.request(
                        .post, "/penilaian/\(story.token)", headers: try Self.anonymous(from: "198.51.100.\(number)"),
                        form: self.form("nilai=5")
                    ).status)
            }
            #expect(statuses == [.seeOther, .seeOther, .seeOther, .tooManyRequests])
        }
    }

    @Test(
        "An answer that is none is refused with what to do",
        arguments: [
            ("", 422), ("nilai=0", 422), ("nilai=6", 422), ("nilai=lima", 422), ("nilai=5.0", 422),
            ("nilai=99999999999999999999", 422), ("nilai=5&komentar=%00", 400), ("nilai=%ff", 400),
            ("nilai=5&komentar=" + String(repeating: "a", count: 1001), 422),
            ("nilai=5&komentar=" + String(repeating: "a", count: 300_000), 413),
        ])
    func badAnswers(fields: String, status: Int) async throws {
        try await RatingStage.with { stage async throws -> Void in
            let story = try await self.invited(stage)
            let answer = try await self.answer(stage, story, fields)
            #expect(Int(answer.status.code) == status)
            #expect(try await stage.count("SELECT count(*) FROM rating_answer") == 0)
        }
    }

    @Test("A form that another site made the browser send is refused")
    func crossSite() async throws {
        try await RatingStage.with { stage async throws -> Void in
            let story = try await self.invited(stage)
            let path = "/penilaian/\(story.token)"
            #expect(try await stage.request(.post, path, form: "nilai=1").status == .forbidden)
            #expect(
                try await stage.request(.post, path, headers: Self.anonymous, form: "_csrf=salah&nilai=1").status
                    == .forbidden)
            #expect(try await stage.count("SELECT count(*) FROM rating_answer") == 0)
        }
    }

    @Test("Every event twice and in any order leads to the same")
    func disordered() async throws {
        try await RatingStage.with { stage async throws -> Void in
            let story = Story(at: stage.clock.now)
            try await stage.publish(story.delivered, sequence: 1, times: 2)
            try await stage.publish(story.completed, sequence: 3, times: 2)
            try await stage.publish(story.refused, sequence: 2, times: 2)
            try await stage.publish(story.opened, sequence: 1, times: 2)
            try await stage.publish(story.calendar, sequence: 1, times: 2)
            try await stage.publish(story.standard, sequence: 1, times: 2)
            try await stage.settled()
            #expect(
                try await stage.count(
                    """
                    SELECT count(*) FROM rated_case
                     WHERE delivered_at IS NOT NULL AND completed_at IS NOT NULL AND outcome = 'refused'
                       AND case_number IS NOT NULL
                    """) == 1)
            #expect(try await stage.count("SELECT count(*) FROM inbox") == 6)
            #expect(try await stage.count("SELECT count(*) FROM calendar_version") == 1)
            #expect(try await self.answer(stage, story, "nilai=3").status == .seeOther)
        }
    }

    @Test("Ratings are hidden from officers and the public until the case is completed")
    func hidden() async throws {
        try await RatingStage.with { stage async throws -> Void in
            let story = try await self.invited(stage)
            _ = try await self.answer(stage, story, "nilai=1&komentar=Sangat+lambat")
            let officer: PersonID = IdentifierSource.system.next(at: Date())
            let headers = try await stage.cookie(officer, [Grant(.officer, at: story.unit)])
            let before = try await stage.request(.get, "/kepuasan/6104", headers: headers).text
            #expect(!before.contains("Sangat lambat") && before.contains("Belum ada penilaian"))
            try await stage.publish(story.completed, sequence: 3)
            try await stage.settled()
            let after = try await stage.request(.get, "/kepuasan/6104", headers: headers).text
            #expect(after.contains("Sangat lambat") && after.contains("1: Sangat tidak puas"))
            let elsewhere = try await stage.cookie(officer, [Grant(.officer, at: UnitCode("0000"))])
            #expect(try await stage.request(.get, "/kepuasan/6104", headers: elsewhere).status == .forbidden)
            let applicant = try await stage.cookie(officer, [Grant(.applicant)])
            #expect(try await stage.request(.get, "/kepuasan/6104", headers: applicant).status == .forbidden)
            #expect(try await stage.request(.get, "/kepuasan/6104").status == .seeOther)
            #expect(try await stage.request(.get, "/kepuasan/61x4", headers: headers).status == .notFound)
        }
    }

    @Test("The public page counts each completed case once and shows a mean from five on")
    func publicPage() async throws {
        try await RatingStage.with { stage async throws -> Void in
            func rated(_ scores: [Int]) async throws {
                let story = Story(at: stage.clock.now)
                try await stage.publish(story.opened, sequence: 1)
                try await stage.publish(story.letterIssued, sequence: 2)
                try await stage.publish(story.delivered, sequence: 1)
                try await stage.settled()
                for score in scores { _ = try await self.answer(stage, story, "nilai=\(score)") }
                try await stage.publish(story.completed, sequence: 3)
                try await stage.settled()
            }
            try await stage.publish(Story(at: stage.clock.now).standard, sequence: 1)
            for scores in [[5], [4], [1, 4], [5]] { try await rated(scores) }
            let few = try await stage.request(.get, "/kepuasan").text
            #expect(few.contains("BPS Kabupaten Mempawah"))
            #expect(few.contains(">4</td>") && few.contains("belum ditampilkan") && !few.contains("4,50"))
            try await rated([3])
            let enough = try await stage.request(.get, "/kepuasan").text
            #expect(enough.contains(">5</td>") && enough.contains("4,20 dari 5"))
        }
    }

    @Test("The link is read as Notify makes it")
    func link() throws {
        let link = try RatingLink(base64: RatingStage.linkKey)
        #expect(
            link.caseID(token: "AZehssPUfl-KawwdLj9KW-IwDcMr8rJtTgQOAlGLWFY")
                == CaseID("0197a1b2-c3d4-7e5f-8a6b-0c1d2e3f4a5b"))
        #expect(link.caseID(token: "AZehssPUfl-KawwdLj9KW-IwDcMr8rJtTgQOAlGLWFZ") == nil)
        let other = try RatingLink(base64: Data(repeating: 8, count: 32).base64EncodedString())
        #expect(other.caseID(token: "AZehssPUfl-KawwdLj9KW-IwDcMr8rJtTgQOAlGLWFY") == nil)
    }
}
