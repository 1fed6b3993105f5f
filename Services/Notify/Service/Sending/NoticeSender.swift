import Contracts
import Foundation
import Logging
import Mail
import NotifyDomain
import Threading
import Postgres

/// A mail whose attempt has been recorded.
enum StartedMail: Sendable {
    case link(StartedProofMail)
    case notice(StartedAttempt)
}

/// Sends the mails that are owed, in three steps each: record the attempt, send without a transaction, record the
/// outcome (and, with it, the next attempt). Any number of senders may run; none takes what another has taken.
struct NoticeSender: Sendable {
    let database: Database
    /// At least one; each sends one mail at a time.
    let transports: [any MailTransport]
    let from: Mailbox
    let words: NoticeWords
    let notices: NoticeStore
    let sending: SendingStore
    let proofs: ProofMailer
    let bell: SendingBell
    let now: @Sendable () -> Date
    /// How long to rest when nobody rings.
    let interval: Duration
    /// For a mail that is on its way when the process is told to stop.
    let patience: Patience
    let logger: Logger

    /// Works until its task is cancelled: clears up, and sends in one lane for each transport, so that a mail server that
    /// is slow with one mail does not hold up the others. A mail that is on its way is finished first.
    func run() async {
        let listeners = self.transports.map { _ in self.bell.listen() }
        await withTaskGroup(of: Void.self) { group in
            for (transport, listener) in zip(self.transports, listeners) {
                group.addTask { await self.lane(of: transport, woken: listener) }
            }
            // Also the clock rings: retries fall due, and notices that other nodes planned ring no bell here.
            while !Task.isCancelled {
                await self.tolerating { try await self.clearUp() }
                self.bell.ringForAll()
                await Beat.rest(atMost: self.interval)
            }
            group.cancelAll()
        }
    }

    private func lane(of transport: any MailTransport, woken listener: SendingBell.Listener) async {
        var rings = listener.rings.makeAsyncIterator()
        while !Task.isCancelled {
            await self.tolerating { try await self.sendAll(by: transport) }
            if self.bell.sleeps(listener) { _ = await rings.next() }
        }
    }

    /// A database that is away is waited for: the next ring tries again.
    private func tolerating(_ work: () async throws -> Void) async {
        do {
            try await work()
        } catch is CancellationError {
            return
        } catch {
            let text = (error as? PostgresError)?.description ?? "\(type(of: error))"
            self.logger.warning("sending paused", metadata: ["error": .string(text)])
        }
    }

    /// One round by the first transport: clears up, plans, and sends everything that is due.
    ///
    /// - Returns: how many mails were tried.
    @discardableResult
    func sendDue() async throws -> Int {
        try await self.clearUp()
        return try await self.sendAll(by: self.transports[0])
    }

    /// Gives up attempts whose outcome never came, and plans notices that were waiting.
    func clearUp() async throws {
        let now = self.now()
        let lost = try await self.database.transaction { tx in
            _ = try self.notices.planAll(now: now, in: tx)
            return try self.sending.giveUpOverdue(now: now, in: tx) + self.proofs.store.giveUpOverdue(now: now, in: tx)
        }
        if lost > 0 { self.logger.error("mails in doubt", metadata: ["count": .stringConvertible(lost)]) }
    }

    /// Sends one mail after the other until none is due.
    ///
    /// - Returns: how many mails were tried.
    @discardableResult
    private func sendAll(by transport: any MailTransport) async throws -> Int {
        guard !Task.isCancelled else { return 0 }
        let now = self.now()
        var next = try await self.database.transaction { tx in try self.begin(now: now, in: tx) }
        var count = 0
        // What has been begun is also sent when the order to stop comes in between.
        while let mail = next {
            count += 1
            // When the server does not answer in time after that, the attempt stays without an outcome and is found as in
            // doubt.
            let ended = try await self.patience.wait { isStopping in
                let verdict = await self.send(mail, by: transport)
                return try await self.conclude(mail, verdict, thenBegin: !isStopping())
            }
            next = ended ?? nil
        }
        return count
    }

    /// Records the next attempt; somebody waits for a link right now, so links come first.
    private func begin(now: Date, in tx: Transaction) throws -> StartedMail? {
        if let link = try self.proofs.store.begin(now: now, in: tx) { return .link(link) }
        return try self.sending.begin(now: now, in: tx).map(StartedMail.notice)
    }

    private func send(_ mail: StartedMail, by transport: any MailTransport) async -> AttemptVerdict {
        switch mail {
        case .link(let link): await self.proofs.send(link, by: transport)
        case .notice(let attempt): await self.send(attempt, by: transport)
        }
    }

    /// Records what became of a mail and, in the same transaction, the next attempt.
    func conclude(_ mail: StartedMail, _ verdict: AttemptVerdict, thenBegin: Bool = false) async throws -> StartedMail?
    {
        let now = self.now()
        var next: StartedMail?
        do {
            next = try await self.database.transaction { tx in
                try self.conclude(mail, verdict, now: now, in: tx)
                return thenBegin ? try self.begin(now: now, in: tx) : nil
            }
        } catch {
            guard thenBegin else { throw error }
            self.logger.warning("the next mail was not begun", metadata: ["error": "\(error)"])
            // Whatever is wrong with the next mail must not cost the record of this one. Recorded twice is recorded once.
            try await self.database.transaction { tx in try self.conclude(mail, verdict, now: now, in: tx) }
        }
        switch mail {
        case .link(let link): self.proofs.report(link, verdict)
        case .notice(let attempt): self.report(attempt, verdict)
        }
        return next
    }

    private func conclude(_ mail: StartedMail, _ verdict: AttemptVerdict, now: Date, in tx: Transaction) throws {
        switch mail {
        case .link(let link): try self.proofs.store.conclude(link, verdict, now: now, in: tx)
        case .notice(let attempt): try self.sending.conclude(attempt.id, verdict, now: now, in: tx)
        }
    }

    private func report(_ attempt: StartedAttempt, _ verdict: AttemptVerdict) {
        let metadata: Logger.Metadata = [
            "notice": .stringConvertible(attempt.notice.id), "kind": .string(attempt.notice.kind.rawValue),
            "verdict": .string(verdict.name), "code": .string(verdict.code.map(String.init) ?? ""),
            "cause": .string(verdict.cause ?? ""),
        ]
        switch verdict {
        case .taken: self.logger.info("mail handed over", metadata: metadata)
        case .notTaken: self.logger.warning("mail not taken", metadata: metadata)
        case .refused, .unknown: self.logger.error("mail needs an operator", metadata: metadata)
        }
    }

    func send(_ attempt: StartedAttempt, by transport: any MailTransport) async -> AttemptVerdict {
        guard let address = MailAddress(attempt.email.reveal()) else {
            return .refused(code: nil, cause: "address")
        }
        guard let id = MailMessageID(left: attempt.messageID, right: self.from.address.domain) else {
            return .refused(code: nil, cause: "message-id")
        }
        let rendered: RenderedNotice
        do {
            rendered = try self.words.render(
                attempt.notice, standard: attempt.standard, channel: .email, version: attempt.templateVersion,
                recipient: attempt.name)
        } catch {
            // A node that is newer or older than the one that planned the notice may know the template.
            self.logger.error("template cannot be filled", metadata: ["error": .string("\(error)")])
            return .notTaken(code: nil, cause: "template")
        }
        let mail = MailMessage(
            from: self.from, to: Mailbox(name: attempt.name.reveal(), address: address), subject: rendered.subject,
            text: rendered.text, html: rendered.html, messageID: id, date: attempt.startedAt,
            zoneOffset: attempt.standard.zone.offset)
        return AttemptVerdict(await transport.send(mail))
    }
}
