import Postgres
import ActivityForm
import Contracts
import Foundation
import IntakeDomain
import Logging
import MessagingLive
import Passwords
import PersonalData
import ServiceHost
import Standards
import Web

/// Intake as a value: the composition root, for the process and for tests.
struct Intake: Sendable {
    let definition: ServiceDefinition
    let parts: IntakeParts
    let publishStandards: PublishStandards
    let answerPasswordRequests: AnswerPasswordRequests

    /// - Throws: ``Contracts/DataFault`` for a data file at fault.
    init(_ settings: IntakeSettings, _ dependencies: ServiceDependencies, passwords: PasswordHasher = PasswordHasher())
        async throws
    {
        let units = try UnitDirectory.load()
        let library = try StandardLibrary.load(units)
        let acceptance = FormAcceptance(
            forms: try FormCatalogue.msKeg(), units: units, router: try Router.load(units: units))
        let identifiers = dependencies.identifiers
        let findSimilar = FindSimilar(units)
        let submit = SubmitForm(acceptance: acceptance, findSimilar: findSimilar, identifiers: identifiers)
        let parts = IntakeParts(
            database: dependencies.database, site: dependencies.site, identifiers: identifiers,
            acceptance: acceptance, checks: try FormChecks(),
            signIn: SignIn(
                database: dependencies.database, passwords: passwords,
                issuer: try await TokenIssuer(privateKey: settings.tokenKey), identifiers: identifiers),
            createAccount: CreateAccount(identifiers: identifiers), submit: submit, findSimilar: findSimilar,
            proofLink: settings.proofLink,
            requestBell: RequestBell())
        let publishStandards = PublishStandards(library: library, units: units, identifiers: identifiers)
        let router = GuardedRouter(site: dependencies.site)
        OperatorRoutes(dependencies).register(on: router)
        PublicRoutes(parts: parts).register(on: router)
        PersonalDataRoutes(try PersonalDataRegister.bundled(), pages: parts.pages).register(on: router)
        StandardRoutes(parts: parts).register(on: router)
        AccountRoutes(parts: parts).register(on: router)
        PasswordRoutes(parts: parts).register(on: router)
        ConfirmationRoutes(parts: parts).register(on: router)
        CaseRoutes(parts: parts).register(on: router)
        FormRoutes(parts: parts).register(on: router)
        PreviewRoutes(parts: parts).register(on: router)
        ExportRoutes(parts: parts).register(on: router)
        AttachmentRoutes(parts: parts).register(on: router)
        APIRoutes(parts: parts).register(on: router)
        let answer = AnswerPasswordRequests(
            database: dependencies.database, request: RequestProof(identifiers: identifiers),
            bell: parts.requestBell, now: dependencies.now)
        self.parts = parts
        self.answerPasswordRequests = answer
        self.publishStandards = publishStandards
        self.definition = ServiceDefinition(
            router: router, eventHandlers: IntakeHandlers.events,
            commandHandlers: [
                AnyCommandHandler(
                    SubmitSubmissionHandler(submit: submit, link: LinkPortalAccount(identifiers: identifiers)))
            ],
            background: [
                BackgroundWork("standards") {
                    let now = dependencies.now()
                    let outcome = try await dependencies.database.transaction { try publishStandards(now: now, in: $0) }
                    dependencies.logger.info("service standards published", metadata: ["count": "\(outcome.published)"])
                    if let first = outcome.changed.first {
                        dependencies.logger.warning(
                            "published standards differ from their files, which need a new version",
                            metadata: ["count": "\(outcome.changed.count)", "first": "\(first)"])
                    }
                },
                BackgroundWork("password-requests") { try await answer.run() },
                BackgroundWork("sweep") {
                    while !Task.isCancelled {
                        let now = dependencies.now()
                        try await dependencies.database.transaction { try Sweep.run(now: now, in: $0) }
                        try await Task.sleep(for: .seconds(3600))
                    }
                },
            ])
    }
}
