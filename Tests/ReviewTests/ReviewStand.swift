import Contracts
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Messaging
import MessagingLive
import Postgres
import ReviewDomain
import ServiceHost
import Standards
import Synchronization
import TestSupport
import Testing
import Web
import WorkingDays

@testable import Review

/// A Review with a database of its own, a clock that the test moves, and people with tokens.
struct ReviewStand: Sendable {
    let database: Database
    let conninfo: String
    let dependencies: ServiceDependencies
    let office: ReviewOffice
    let definition: ServiceDefinition
    let clock: TestClock
    private let issuer: TokenIssuer

    /// 2026-08-13 10:00 in Jakarta, a Thursday.
    static let start = Date(timeIntervalSince1970: 1_786_590_000)

    /// Makes a Review, with calendar, units and standards loaded, and lends it.
    static func with<T: Sendable>(
        numbering: NumberingRules? = nil, _ body: (ReviewStand) async throws -> T
    ) async throws -> T {
        // Many tests share one server, so each has few connections and the patience to wait for one.
        try await TestDatabase.with(
            migrations: ReviewMigrations.all,
            configure: {
                $0.poolSize = 3
                $0.leaseTimeout = .seconds(30)
            }
        ) { database, conninfo in
            let stand = try await ReviewStand(database, conninfo, numbering)
            try await database.transaction { tx in try Timers.declare(stand.definition.timers, in: tx) }
            try await stand.loadReferenceData()
            return try await body(stand)
        }
    }

    private init(_ database: Database, _ conninfo: String, _ numbering: NumberingRules?) async throws {
        let clock = TestClock(Self.start)
        let pair = TokenKey.makePair()
        self.issuer = try await TokenIssuer(privateKey: try TokenKey.privateKey(pair.privateKey))
        self.database = database
        self.conninfo = conninfo
        self.clock = clock
        let site = WebSite(
            publicURL: "https://layak.example",
            tokens: try await TokenVerifier(publicKeys: [try TokenKey.publicKey(pair.publicKey)]),
            pages: try PageRenderer(bundles: [ReviewBundle.templates], texts: ReviewTexts.indonesian),
            now: { clock.now }, translate: { error in (error as? PostgresError).flatMap { Problem($0) } })
        self.dependencies = ServiceDependencies(
            name: .review, database: database, site: site, publicURL: "https://layak.example", now: { clock.now },
            logger: Logger(label: "test.review"))
        self.office = try ReviewOffice.standard(
            numbering: try numbering ?? NumberingRules(formats: .load()), publicURL: "https://layak.example")
        self.definition = buildReview(self.dependencies, office: self.office)
    }

    private func loadReferenceData() async throws {
        let units = try UnitDirectory.load()
        let library = try StandardLibrary.load(units)
        let now = self.clock.now
        let calendar = try HolidayFile.bundled()
        try await self.database.transaction { tx in
            _ = try ReferenceStore.keep(calendar, at: now, in: tx)
            for code in ["0000", "6104"].compactMap({ UnitCode($0) }) {
                if let unit = units.unit(code) { try ReferenceStore.keep(unit, at: now, in: tx) }
                if let standard = library.standard(of: code) { try ReferenceStore.keep(standard, at: now, in: tx) }
            }
        }
    }

    // MARK: - People

    func token(_ person: TestPerson, now: Date? = nil) async throws -> String {
        try await self.issuer.issue(person.identity, now: now ?? self.clock.now)
    }

    // MARK: - Cases

    func standardID(of unit: String) async throws -> String {
        try await self.database.read { tx in
            try tx.one("SELECT id FROM standard_copy WHERE unit = \(unit)") { try $0.get("id") }
        }
    }

    /// A submission as Intake publishes it.
    func submission(unit: String = "0000", applicant: TestPerson = .applicant) async throws -> SubmissionSubmitted {
        let id = CaseID(UUID())
        return SubmissionSubmitted(
            caseId: id, caseNumber: "LYK-2026-\(unit)-\(id.description.prefix(6))", round: 1,
            unit: try #require(UnitCode(unit)), standard: try await self.standardID(of: unit),
            applicant: Applicant(
                personId: applicant.id, name: Personal("Pemohon Contoh"), institution: "Kementerian Contoh"),
            title: "Survei Contoh 2026", year: 2026, regions: unit == "0000" ? [] : [unit],
            form: FormContent(
                definition: "ms-keg", version: 1,
                answers: [
                    "judul": .string("Survei Contoh <2026>"), "tahun": .integer(2026), "cara": .integer(2),
                    "3.1": .string("Latar belakang"),
                ]), attachments: [], submittedAt: self.clock.now)
    }

    /// Opens a case, as the consumer of the submission does.
    func open(
        unit: String = "0000", applicant: TestPerson = .applicant,
        changing: (inout SubmissionSubmitted) -> Void = { _ in }
    ) async throws -> CaseID {
        var event = try await self.submission(unit: unit, applicant: applicant)
        changing(&event)
        return try await self.open(event)
    }

    /// Opens the case of this submission.
    @discardableResult
    func open(_ event: SubmissionSubmitted) async throws -> CaseID {
        let office = self.office
        let now = self.clock.now
        try await self.database.transaction { tx in
            try OpenCase(office: office).handle(event, in: tx, context: Self.context(OpenCase.consumer, now))
        }
        return event.caseId
    }

    static func context(_ consumer: ConsumerName, _ now: Date) -> MessageContext {
        MessageContext(
            envelope: Envelope(
                id: MessageID(UUID()), type: "submission.submitted.v1", source: .intake, time: now, subject: "x"),
            consumer: consumer, now: now, attempt: 1, identifiers: .system, logger: Logger(label: "test"))
    }

    /// Carries out a command as its person, with the version that the case has now unless another is given.
    @discardableResult
    func perform<Action: CaseAction>(
        _ action: Action.Type, by person: TestPerson, _ command: @Sendable (Int) -> Action.Body, on id: CaseID,
        version: Int? = nil
    ) async throws -> CommandReply {
        let office = self.office
        let now = self.clock.now
        return try await self.database.transaction { tx in
            let current = try version ?? CaseStore.find(id, .toShow, in: tx)?.version ?? 0
            return try CaseDesk(tx: tx, office: office, now: now, identifiers: .system)
                .carryOut(Action.self, command(current), by: AuthenticatedActor(person.identity))
        }
    }

    func find(_ id: CaseID) async throws -> Case {
        try await self.database.read { tx in try #require(try CaseStore.find(id, .toShow, in: tx)) }
    }

    /// Walks a fresh case to a drafted letter.
    func draftedCase(
        unit: String = "0000", outcome: LetterOutcome = .feasible, officer: TestPerson = .officer,
        evaluator: TestPerson = .evaluator
    ) async throws -> CaseID {
        let id = try await self.open(unit: unit)
        try await self.perform(TakeAction.self, by: officer, { TakeCase(caseId: id, version: $0) }, on: id)
        try await self.perform(
            DeclareCompleteAction.self, by: officer, { DeclareCaseComplete(caseId: id, version: $0) }, on: id)
        try await self.perform(
            ExamineAction.self, by: officer,
            { ExamineCase(caseId: id, version: $0, findings: [Finding(item: "judul", verdict: .sound)]) }, on: id)
        try await self.perform(
            OpenEvaluationAction.self, by: officer, { OpenEvaluation(caseId: id, version: $0) }, on: id)
        try await self.perform(
            GiveOpinionAction.self, by: evaluator,
            { GiveOpinion(caseId: id, version: $0, recommends: .feasible, text: "Rancangan baik.") }, on: id)
        try await self.perform(
            CloseEvaluationAction.self, by: officer,
            { CloseEvaluation(caseId: id, version: $0, minutes: "Dibahas bersama.") }, on: id)
        try await self.perform(
            DraftLetterAction.self, by: officer,
            {
                DraftLetter(
                    caseId: id, version: $0, outcome: outcome, advice: ["Perbesar sampel."],
                    reasons: outcome == .refused ? ["Duplikasi kegiatan."] : [])
            }, on: id)
        return id
    }

    /// Signs the letter of a drafted case.
    @discardableResult
    func sign(_ id: CaseID, by signer: TestPerson = .signer, number: String? = nil) async throws -> Case {
        try await self.perform(
            SignLetterAction.self, by: signer, { SignLetter(caseId: id, version: $0, letterNumber: number) }, on: id)
        return try await self.find(id)
    }

    // MARK: - HTTP

    /// Lends a browser without a network.
    func browse<T: Sendable>(_ body: @escaping @Sendable (TestBrowser) async throws -> T) async throws -> T {
        let application = Application(responder: self.definition.responder)
        return try await application.test(.router) { client in
            try await body(TestBrowser(client: client, stand: self))
        }
    }
}

/// The clock of a test.
final class TestClock: Sendable {
    private let moment: Mutex<Date>

    init(_ moment: Date) { self.moment = Mutex(moment) }

    var now: Date { self.moment.withLock { $0 } }

    func advance(days: Double) { self.moment.withLock { $0 += days * 86_400 } }
}
