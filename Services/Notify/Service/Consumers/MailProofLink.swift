import Contracts
import Messaging
import MessagingLive
import NotifyDomain
import Postgres

/// Mails a one-time link to the address that it proves. Each request is one mail; asked again, it is another.
struct MailProofLink: MessageHandler {
    static let consumer: ConsumerName = "notify.mail-proof-link"
    static let retry = RetryPolicy.exponential(attempts: 8, from: .seconds(2), to: .minutes(10))
    let book: TemplateBook
    let bell: SendingBell

    func handle(_ event: ContactProofRequested, in tx: Transaction, context: MessageContext) throws {
        let kind = NoticeKind(event.purpose)
        guard let template = self.book.newest(kind, on: .email) else {
            throw TemplateFault(kind: kind, channel: .email, version: 0, reason: .absent)
        }
        try ProofMailStore.keep(event, templateVersion: template.version, now: context.now, in: tx)
        tx.afterCommit { self.bell.ring() }
    }
}
