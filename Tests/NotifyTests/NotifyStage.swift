import Contracts
import Foundation
import Mail
import Postgres
import ServiceHost
import ServiceStage
import TestSupport

@testable import Notify

/// Notify on a stage of its own, with any transport.
struct NotifyStage: ServiceStage {
    let means: StageMeans
    let notify: Notify
    let parts: NotifyParts

    var definition: ServiceDefinition { self.notify.definition }

    static let linkKey = Data(repeating: 7, count: 32).base64EncodedString()

    /// Lends the stage while its event consumer runs. Mails go out only when a test asks the sender.
    static func with(
        transport: any MailTransport = InMemoryMailTransport(), log: CapturedLog = CapturedLog(),
        _ body: (NotifyStage) async throws -> Void
    ) async throws {
        try await StageMeans.with(
            .notify, migrations: NotifyMigrations.all, templates: Bundle.module,
            texts: ["pesan.putusan": "Putusan Anda dicatat."], log: log
        ) { means in
            let from = Mailbox(name: "Layak BPS", address: MailAddress("layak@bps.example")!)
            let parts = NotifyParts(
                transports: [transport], from: from, ratingLink: try RatingLink(base64: Self.linkKey),
                proofLink: try ProofLink(base64: Self.linkKey), book: try TemplateFile.read())
            let stage = NotifyStage(
                means: means, notify: Notify(means.dependencies, parts: parts), parts: parts)
            try await stage.consuming { try await body(stage) }
        }
    }

    /// A second node over the same database.
    func anotherNode(transport: any MailTransport) -> Notify {
        var parts = self.parts
        parts.transports = [transport]
        return Notify(self.means.dependencies, parts: parts)
    }

    /// Waits until everything that was published has been settled, and plans what two transactions overlooked that ran
    /// side by side.
    func settled() async throws {
        try await self.consumed()
        try await self.notify.sender.clearUp()
    }

    /// Channel and state of each obligation, in order of notices.
    func states(kind: String? = nil) async throws -> [String] {
        try await self.database.owner.read { tx in
            try tx.rows(
                """
                SELECT n.kind || ' ' || o.channel || ' ' || o.state AS line
                  FROM obligation o JOIN notice n ON n.id = o.notice_id
                 WHERE (\(kind)::text IS NULL OR n.kind = \(kind)) ORDER BY n.occurred_at, n.kind, o.channel
                """
            ) { try $0.get("line", as: String.self) }
        }
    }

    /// The deliveries that were published, decoded.
    func deliveries() async throws -> [DeliveryCompleted] { try await self.published(DeliveryCompleted.self) }
}
