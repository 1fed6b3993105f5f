internal import Contracts
internal import Foundation
internal import Hummingbird
internal import MessagingLive
internal import Postgres
public import Web

/// What operators may ask every service over HTTP: its parked messages, replay runs over them, and reconciliation. For the role operator,
/// by token only; the front door has them under `/operator/<service>`.
public struct OperatorRoutes: Sendable {
    private static let audience = Audience.apiToken([.operatingStaff])
    /// Messages of a list at most.
    private static let page = 100
    /// Messages per second of a run that does not say how many.
    private static let usualRate = 10.0
    private static let highestRate = 1000.0

    private let dependencies: ServiceDependencies

    /// The routes of one service.
    public init(_ dependencies: ServiceDependencies) { self.dependencies = dependencies }

    /// Registers them.
    public func register(on router: GuardedRouter) {
        router.get("/api/v1/parked", for: Self.audience) { request, _ in
            let query = try FormFields(urlencoded: (request.uri.query ?? "").utf8)
            let selection = ParkedSelection(
                queue: query["queue"], type: query["type"], reason: query["reason"], subject: query["subject"],
                text: query["text"])
            let after = try Self.number(query["after"], field: "after") ?? 0
            let (groups, messages) = try await self.dependencies.database.read { tx in
                (
                    try ParkedGroup.all(selection, in: tx),
                    try ParkedMessage.resting(selection, after: after, limit: Self.page, in: tx)
                )
            }
            return try Response.json(ParkedListAnswer(groups: groups, messages: messages, page: Self.page))
        }
        router.get("/api/v1/parked/{id}", for: Self.audience) { _, context in
            let id = try Self.message(context)
            let detail = try await self.dependencies.database.read { tx in try ParkedDetail.find(id, in: tx) }
            guard let detail else { throw Problem.notFound("Pesan") }
            return try Response.json(ParkedDetailAnswer(detail))
        }
        router.post("/api/v1/parked/{id}/body", for: Self.audience) { _, context in
            let (id, reason, person) = (
                try Self.message(context), try context.json(Reason.self).checked(), try Self.person(context)
            )
            let body = try await self.dependencies.database.transaction { tx in
                try ParkedDetail.body(of: id, reason: reason, by: person, in: tx)
            }
            guard let body else { throw Problem.notFound("Pesan") }
            // As bytes: it may rest because it is not what it says it is, and nothing of it must run in a browser.
            return Response(
                status: .ok,
                headers: [
                    .contentType: "application/octet-stream", .cacheControl: "no-store",
                    .contentDisposition: "attachment; filename=\"\(id).json\"",
                ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        }
        router.post("/api/v1/parked/{id}/discard", for: Self.audience) { _, context in
            let (id, reason, person) = (
                try Self.message(context), try context.json(Reason.self).checked(), try Self.person(context)
            )
            let detail = try await self.dependencies.database.transaction { tx in
                guard try ParkedDetail.find(id, in: tx) != nil else { throw Problem.notFound("Pesan") }
                guard try ParkedDetail.discard(id, reason: reason, by: person, in: tx) else {
                    throw Problem.conflict(
                        "tidak-terparkir", "Pesan ini tidak lagi menunggu",
                        detail:
                            "Pesan sudah dijalankan ulang, dibuang, atau bagian dari proses yang belum selesai. Proses yang berhenti dilanjutkan atau dibatalkan dahulu."
                    )
                }
                return try ParkedDetail.find(id, in: tx)
            }
            guard let detail else { throw Problem.notFound("Pesan") }
            return try Response.json(ParkedDetailAnswer(detail))
        }
        self.registerReplays(on: router)
        ReconciliationRoutes(self.dependencies).register(on: router)
    }

    private func registerReplays(on router: GuardedRouter) {
        router.get("/api/v1/replays", for: Self.audience) { _, _ in
            let runs = try await self.dependencies.database.read { tx in try ReplayRun.latest(in: tx) }
            return try Response.json(ReplayListAnswer(replays: runs.map { ReplayAnswer($0) }))
        }
        router.post("/api/v1/replays", for: Self.audience) { _, context in
            let (asked, person) = (try context.json(ReplayRequest.self), try Self.person(context))
            let rate = asked.perSecond ?? Self.usualRate
            guard rate >= 0.01, rate <= Self.highestRate else {
                throw Problem.invalid([
                    FieldProblem(
                        field: "perSecond", code: "out-of-range",
                        message: "Isi antara 0,01 dan \(Int(Self.highestRate)) pesan per detik.")
                ])
            }
            let selection = try asked.checked()
            let id = self.dependencies.identifiers.uuid(at: self.dependencies.now())
            let run = try await self.dependencies.database.transaction { tx in
                try ReplayRun.begin(selection, perSecond: rate, by: person, id: id, in: tx)
            }
            return try Response.json(ReplayAnswer(run), status: 201)
        }
        router.get("/api/v1/replays/{id}", for: Self.audience) { _, context in
            let id = try Self.run(context)
            let run = try await self.dependencies.database.read { tx in try ReplayRun.find(id, in: tx) }
            guard let run else { throw Problem.notFound("Proses") }
            return try Response.json(ReplayAnswer(run))
        }
        self.change("pause", on: router) { try ReplayRun.pause($0, in: $1) }
        self.change("resume", on: router) { try ReplayRun.resume($0, in: $1) }
        self.change("cancel", on: router) { try ReplayRun.cancel($0, in: $1) }
    }

    private func change(
        _ name: String, on router: GuardedRouter, _ change: @escaping @Sendable (UUID, Transaction) throws -> Bool
    ) {
        router.post("/api/v1/replays/{id}/\(name)", for: Self.audience, body: .ignored) { _, context in
            let id = try Self.run(context)
            let run = try await self.dependencies.database.transaction { tx in
                let isChanged = try change(id, tx)
                guard let run = try ReplayRun.find(id, in: tx) else { throw Problem.notFound("Proses") }
                guard isChanged else {
                    throw Problem.conflict(
                        "keadaan-lain", "Keadaan proses ini tidak mengizinkannya",
                        detail: "Keadaannya sekarang: \(run.state?.rawValue ?? "lain"). Lihat lagi, lalu putuskan.")
                }
                return run
            }
            return try Response.json(ReplayAnswer(run))
        }
    }

    // MARK: - Reading

    private static func person(_ context: LayakRequestContext) throws -> ParkingOperator {
        let identity = try context.signedIn()
        return ParkingOperator(person: identity.personID, name: identity.name)
    }

    private static func message(_ context: LayakRequestContext) throws -> Int {
        guard let id = Int(try context.path("id")), id > 0 else { throw Problem.notFound("Pesan") }
        return id
    }

    private static func run(_ context: LayakRequestContext) throws -> UUID {
        guard let id = UUID(uuidString: try context.path("id")) else { throw Problem.notFound("Proses") }
        return id
    }

    private static func number(_ text: String?, field: String) throws -> Int? {
        guard let text else { return nil }
        guard let number = Int(text), number >= 0 else {
            throw Problem.invalid([
                FieldProblem(field: field, code: "unreadable", message: "Isi dengan bilangan bulat.")
            ])
        }
        return number
    }
}
