import Contracts
import Foundation
import Hummingbird
import Postgres
import RatingDomain
import ServiceHost
import Web

/// Complaints for programs: `/api/v1/complaints`.
struct ComplaintAPI: Sendable {
    let dependencies: ServiceDependencies
    let take: TakeComplaint
    let filing: Allowance
    let tracking: Allowance

    func register(on router: GuardedRouter) {
        router.post("/api/v1/complaints", for: .public) { request, context in
            let draft = try context.json(ComplaintDraft.self)
            try self.filing.take(ClientAddress.of(request), now: context.now)
            let (now, traceparent) = (context.now, context.traceparent)
            let receipt = try await self.dependencies.database.transaction { tx in
                try self.take(draft, sender: "api", now: now, traceparent: traceparent, in: tx)
            }
            return try Response.json(
                CommandReply.accepted(
                    FileComplaint.type, id: receipt.id.description, number: receipt.code,
                    state: receipt.state.rawValue), status: receipt.isNew ? 201 : 200)
        }
        router.get("/api/v1/complaints/{code}", for: .public) { request, context in
            try self.tracking.take(ClientAddress.of(request), now: context.now)
            guard let code = TrackingCode(try context.path("code")),
                let found = try await self.dependencies.database.read({ try ComplaintStore.find(code, in: $0) })
            else { throw ComplaintRoutes.unknownCode }
            return try Response.json(
                State(code: found.code, state: found.state.rawValue, filedAt: found.filedAt))
        }
    }

    /// `ComplaintState` of the OpenAPI document.
    private struct State: Encodable {
        let code: String
        let state: String
        let filedAt: Date
    }
}
