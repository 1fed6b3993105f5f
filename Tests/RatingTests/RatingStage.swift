import Contracts
import Foundation
import Messaging
import ServiceHost
import ServiceStage
import TestSupport

@testable import Rating

/// Rating on a stage of its own.
struct RatingStage: ServiceStage {
    let means: StageMeans
    let rating: Rating
    let parts: RatingParts

    var definition: ServiceDefinition { self.rating.definition }

    /// Two programs of channels, and one that is none.
    static let senders = CommandSenders([
        "complaints": .init(.complaintChannel, replies: "complaints.replies"),
        "webapps": .init(.complaintChannel, replies: "webapps.replies"),
        "portal": .init(.portal, replies: "portal.replies"),
    ])

    static let linkKey = Data(repeating: 7, count: 32).base64EncodedString()

    /// Lends the stage while its consumers run.
    static func with(
        log: CapturedLog = CapturedLog(), change: (inout RatingParts) -> Void = { _ in },
        _ body: (RatingStage) async throws -> Void
    ) async throws {
        try await StageMeans.with(
            .rating, migrations: RatingMigrations.all, templates: Bundle.module,
            texts: ["pesan.dinilai": "Terima kasih.", "pesan.pengaduan": "Diterima."], log: log
        ) { means in
            var parts = try RatingParts(link: try RatingLink(base64: Self.linkKey))
            change(&parts)
            let stage = RatingStage(means: means, rating: Rating(means.dependencies, parts: parts), parts: parts)
            try await stage.consuming { try await body(stage) }
        }
    }

    /// Waits until everything that was published has been settled.
    func settled() async throws { try await self.consumed() }

    /// Sends a command as a program would; any bytes.
    func command(
        _ body: [UInt8], id: MessageID? = nil, type: String = "complaint.file.v1", user: String? = "complaints"
    ) async -> MessageID {
        let id = id ?? IdentifierSource.system.next(at: self.clock.now)
        let properties = MessageProperties(
            contentType: "application/json", type: type, messageID: id.description, correlationID: "c-1",
            replyTo: "\(user ?? "complaints").replies", appID: "complaints", userID: user)
        let message = OutgoingMessage(
            exchange: ExchangeName.commands, routingKey: type, mandatory: true, properties: properties, body: body)
        _ = await self.broker.publish([message])
        return id
    }
}
