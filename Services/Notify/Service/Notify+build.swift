import Contracts
import Foundation
import Mail
import MessagingLive
import NotifyDomain
import Postgres
import ServiceHost
import Web

extension SettingKey {
    /// The mail server.
    static let mailServer = SettingKey(
        "LAYAK_SMTP_URL", "mail server, always with STARTTLS", example: "smtp://mail.example:587")
    /// Who may send.
    static let mailUser = SettingKey("LAYAK_SMTP_USER", "user at the mail server", example: "layak")
    /// The proof.
    static let mailPassword = SettingKey(
        "LAYAK_SMTP_PASSWORD", "password at the mail server", example: "…", isSecret: true)
    /// Whom to trust.
    static let mailAuthority = SettingKey(
        "LAYAK_SMTP_CA", "PEM file of the authority that signed the mail server's certificate",
        example: "/etc/layak/mail-ca.pem")
    /// The sender.
    static let mailFrom = SettingKey(
        "LAYAK_MAIL_FROM", "address from which mails come", example: "layak@bps.example")
    /// The key of links in mails.
    static let linkKey = SettingKey(
        "LAYAK_LINK_KEY", "key of the links in mails, 32 bytes in base64, the same in Intake, Notify and Rating",
        example: "openssl rand -base64 32", isSecret: true)
    /// All that only Notify reads.
    static let notify: [SettingKey] = [.mailServer, .mailUser, .mailPassword, .mailAuthority, .mailFrom, .linkKey]
}

/// What Notify is built from besides the common dependencies; tests make their own.
struct NotifyParts: Sendable {
    /// At least one; each is a lane of its own.
    var transports: [any MailTransport]
    var from: Mailbox
    var ratingLink: RatingLink
    var proofLink: ProofLink
    var book: TemplateBook
    var schedule = MailSchedule.standard
    /// How long the sender rests when nobody rings.
    var interval: Duration = .seconds(2)
    /// How long a stop waits for a mail that is on its way; the host ends the process nine seconds after the signal.
    var patience = Patience(grace: .seconds(5))
    /// Given beyond the transport's own deadline before an attempt is in doubt.
    var margin: Duration = .seconds(30)

    /// Reads the parts from the environment.
    ///
    /// - Throws: ``ServiceHost/SettingError`` for a key at fault, ``NotifyDomain/TemplateFault`` for a template at fault.
    init(_ reader: SettingsReader) throws {
        let credentials = SMTPConfiguration.Credentials(
            user: try reader.text(.mailUser), password: try reader.text(.mailPassword))
        let authority = try reader.parsed(.mailAuthority, as: "a PEM file that can be read") { path in
            FileManager.default.isReadableFile(atPath: path) ? path : nil
        }
        let configuration = try reader.parsed(.mailServer, as: "smtp://host:port") {
            try SMTPConfiguration(url: $0, credentials: credentials, authorityFile: authority)
        }
        let address = try reader.parsed(.mailFrom, as: "a plain e-mail address") { MailAddress($0) }
        self.init(
            transports: (0..<Self.lanes).map { _ in SMTPTransport(configuration) },
            from: Mailbox(name: "Layak BPS", address: address),
            ratingLink: try reader.parsed(.linkKey, as: "32 bytes in base64") { try RatingLink(base64: $0) },
            proofLink: try reader.parsed(.linkKey, as: "32 bytes in base64") { try ProofLink(base64: $0) },
            book: try TemplateFile.read())
    }

    /// Connections to the mail server.
    private static let lanes = 3

    init(
        transports: [any MailTransport], from: Mailbox, ratingLink: RatingLink, proofLink: ProofLink,
        book: TemplateBook
    ) {
        self.transports = transports
        self.from = from
        self.ratingLink = ratingLink
        self.proofLink = proofLink
        self.book = book
    }
}

/// Notify as a value: the composition root, for the process and for tests.
struct Notify: Sendable {
    let definition: ServiceDefinition
    let sender: NoticeSender

    init(_ dependencies: ServiceDependencies, parts: NotifyParts) {
        let bell = SendingBell()
        let notices = NoticeStore(book: parts.book, identifiers: dependencies.identifiers)
        let words = NoticeWords(book: parts.book, ratingLink: parts.ratingLink, origin: dependencies.publicURL)
        let patience = ((parts.transports.map(\.deadline).max() ?? .zero) + parts.margin) / .seconds(1)
        let sending = SendingStore(
            identifiers: dependencies.identifiers, schedule: parts.schedule, patience: patience)
        let proofs = ProofMailer(
            store: ProofMailStore(schedule: parts.schedule, patience: patience),
            words: ProofWords(book: parts.book, link: parts.proofLink, origin: dependencies.publicURL),
            from: parts.from, logger: dependencies.logger)
        let telling = Telling(notices: notices, bell: bell)
        let sender = NoticeSender(
            database: dependencies.database, transports: parts.transports, from: parts.from, words: words,
            notices: notices, sending: sending, proofs: proofs, bell: bell, now: dependencies.now,
            interval: parts.interval,
            patience: parts.patience, logger: dependencies.logger)
        let router = GuardedRouter(site: dependencies.site)
        OperatorRoutes(dependencies).register(on: router)
        InboxRoutes(dependencies: dependencies, words: words).register(on: router)
        MessageLogRoutes(dependencies: dependencies, sending: sending, bell: bell).register(on: router)
        self.sender = sender
        let handlers = [
            AnyEventHandler(KeepContact(bell: bell)),
            AnyEventHandler(MailProofLink(book: parts.book, bell: bell)),
            AnyEventHandler(KeepStandard(notices: notices, bell: bell)),
            AnyEventHandler(TellReceived(telling: telling)), AnyEventHandler(TellReturned(telling: telling)),
            AnyEventHandler(TellDeclaredComplete(telling: telling)),
            AnyEventHandler(TellDueMoved(telling: telling)),
            AnyEventHandler(TellCorrectionRequested(telling: telling)),
            AnyEventHandler(TellLetterIssued(telling: telling)), AnyEventHandler(TellRefused(telling: telling)),
        ]
        self.definition = ServiceDefinition(
            router: router, eventHandlers: handlers,
            background: [
                BackgroundWork("mail") {
                    let now = dependencies.now()
                    try await dependencies.database.transaction { tx in
                        try TemplateStore.keep(parts.book, now: now, in: tx)
                    }
                    await sender.run()
                }
            ],
            measure: {
                // A number that cannot be told now is left out.
                let doubts = try? await dependencies.database.read { tx in try MailDoubts.count(in: tx) }
                return doubts.map { [("layak_mails_in_doubt", Double($0))] } ?? []
            })
    }
}
