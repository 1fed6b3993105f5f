internal import Contracts
internal import Foundation
internal import Hummingbird
internal import Messaging
internal import MessagingLive
public import Web

/// What operators may ask every service of reconciliation: where it is, a comparison now, a rebuild of an empty broker. For
/// the role operator, by token only.
public struct ReconciliationRoutes: Sendable {
    private static let audience = Audience.apiToken([.operatingStaff])
    private static let longestPast = 31 * 24

    private let reconciliation: Reconciliation

    /// The routes of one service.
    public init(_ dependencies: ServiceDependencies) {
        self.reconciliation = Reconciliation(
            MessagingSetup(
                service: dependencies.name, database: dependencies.database, logger: dependencies.logger,
                identifiers: dependencies.identifiers, now: dependencies.now))
    }

    private struct Order: Decodable {
        let scope: ReconciliationMachine.Scope
    }

    private struct Rebuild: Decodable {
        let pastHours: Int
    }

    private struct Rebuilding: Encodable {
        let isNew: Bool
        let rebuild: Reconciliation.Rebuild
    }

    /// Registers them.
    public func register(on router: GuardedRouter) {
        router.get("/api/v1/reconciliation", for: Self.audience) { _, _ in
            try Response.json(try await self.reconciliation.state())
        }
        router.post("/api/v1/reconciliation", for: Self.audience) { _, context in
            try await self.reconciliation.order(try context.json(Order.self).scope)
            return try Response.json(try await self.reconciliation.state(), status: 202)
        }
        router.post("/api/v1/reconciliation/rebuild", for: Self.audience) { _, context in
            let hours = try context.json(Rebuild.self).pastHours
            guard (0...Self.longestPast).contains(hours) else {
                throw Problem.invalid([
                    FieldProblem(
                        field: "pastHours", code: "out-of-range",
                        message: "Gunakan bilangan jam dari 0 sampai \(Self.longestPast).")
                ])
            }
            let (rebuild, isNew) = try await self.reconciliation.rebuild(past: .seconds(hours * 3600))
            return try Response.json(Rebuilding(isNew: isNew, rebuild: rebuild), status: 202)
        }
    }
}
