import Contracts
import Foundation
import Hummingbird
import Messaging
import Postgres
import ReviewDomain
import ServiceHost
import Web

/// What the routes of Review share.
struct ReviewRoutes: Sendable {
    let dependencies: ServiceDependencies
    let office: ReviewOffice

    var database: Database { self.dependencies.database }
    var pages: PageRenderer { self.dependencies.site.pages }

    /// Registers every route.
    func register(on router: GuardedRouter) {
        self.registerWorklist(on: router)
        self.registerCasePages(on: router)
        self.registerSigning(on: router)
        self.registerLetters(on: router)
        self.registerClocks(on: router)
        self.registerVerification(on: router)
        self.registerAPI(on: router)
    }

    /// The roles that show a unit's cases.
    static let readers: [Role] = [.officer, .evaluator, .signer, .supervisor]

    /// Carries out a command of the person who is signed in.
    func carryOut<Action: CaseAction>(
        _ action: Action.Type, _ command: Action.Body, _ context: LayakRequestContext
    ) async throws -> CommandReply {
        let actor = AuthenticatedActor(try context.signedIn())
        let traceparent = context.traceparent
        let office = self.office
        let now = self.dependencies.now()
        let identifiers = self.dependencies.identifiers
        return try await self.database.transaction { tx in
            try CaseDesk(tx: tx, office: office, now: now, identifiers: identifiers, traceparent: traceparent)
                .carryOut(Action.self, command, by: actor)
        }
    }

    /// A case that the person may see.
    ///
    /// - Throws: `Problem.notFound` for somebody else's, as for one that does not exist.
    func view(_ id: CaseID, _ context: LayakRequestContext) async throws -> CaseView {
        let actor = AuthenticatedActor(try context.signedIn())
        guard let view = try await self.database.read({ try CaseView.read(id, in: $0) }),
            CaseAccess.mayRead(view.subject.unit, actor)
        else { throw Problem.notFound("Perkara") }
        return view
    }

    /// The person as the case's unit knows them.
    func worker(_ context: LayakRequestContext, at unit: UnitCode) throws -> CaseWorker {
        CaseAccess.worker(AuthenticatedActor(try context.signedIn()), at: unit)
    }
}
