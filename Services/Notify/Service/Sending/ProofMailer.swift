import Contracts
import Foundation
import Logging
import Mail
import NotifyDomain
import Postgres

/// Sends mails with one-time links, by the same three steps as notices: record the attempt, send without a transaction,
/// record the outcome.
struct ProofMailer: Sendable {
    let database: Database
    let store: ProofMailStore
    let words: ProofWords
    let from: Mailbox
    let now: @Sendable () -> Date
    let logger: Logger

    /// The next mail that is due; `nil` when there is none.
    func begin() async throws -> StartedProofMail? {
        let now = self.now()
        return try await self.database.transaction { try self.store.begin(now: now, in: $0) }
    }

    func send(_ mail: StartedProofMail, by transport: any MailTransport) async -> AttemptVerdict {
        guard let address = MailAddress(mail.email.reveal()) else { return .refused(code: nil, cause: "address") }
        guard let id = MailMessageID(left: mail.messageID, right: self.from.address.domain) else {
            return .refused(code: nil, cause: "message-id")
        }
        let rendered: RenderedNotice
        do {
            rendered = try self.words.render(mail)
        } catch {
            self.logger.error("template cannot be filled", metadata: ["error": .string("\(error)")])
            return .notTaken(code: nil, cause: "template")
        }
        return AttemptVerdict(
            await transport.send(
                MailMessage(
                    from: self.from, to: Mailbox(name: "", address: address), subject: rendered.subject,
                    text: rendered.text, html: rendered.html, messageID: id, date: mail.startedAt,
                    zoneOffset: TimeZoneName.wib.offset)))
    }

    func conclude(_ mail: StartedProofMail, _ verdict: AttemptVerdict) async throws {
        let now = self.now()
        try await self.database.transaction { try self.store.conclude(mail, verdict, now: now, in: $0) }
        let metadata: Logger.Metadata = [
            "kind": .string(mail.kind.rawValue), "verdict": .string(verdict.name),
            "code": .string(verdict.code.map(String.init) ?? ""), "cause": .string(verdict.cause ?? ""),
        ]
        switch verdict {
        case .taken: self.logger.info("link handed over", metadata: metadata)
        case .notTaken: self.logger.warning("link not taken", metadata: metadata)
        case .refused, .unknown: self.logger.error("link not delivered", metadata: metadata)
        }
    }
}
