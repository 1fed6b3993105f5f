import Contracts
import Foundation
import Logging
import Mail
import NotifyDomain
import Postgres

/// Mails with one-time links. ``NoticeSender`` sends them by the same three steps as notices.
struct ProofMailer: Sendable {
    let store: ProofMailStore
    let words: ProofWords
    let from: Mailbox
    let logger: Logger

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

    /// Logs what became of a mail.
    func report(_ mail: StartedProofMail, _ verdict: AttemptVerdict) {
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
