import Contracts
import Foundation
import Logging
import Mail
import NotifyDomain
import Postgres

/// Sends the mails that are owed, in three steps each: record the attempt, send without a transaction, record the
/// outcome. Any number of senders may run; none takes what another has taken.
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
        let rings = self.transports.map { _ in self.bell.listen() }
        await withTaskGroup(of: Void.self) { group in
            for (transport, rings) in zip(self.transports, rings) {
                group.addTask { await self.lane(of: transport, woken: rings) }
            }
            // Also the clock rings: retries fall due, and notices that other nodes planned ring no bell here.
            while !Task.isCancelled {
                await self.tolerating { try await self.clearUp() }
                self.bell.ring()
                try? await Task.sleep(for: self.interval)
            }
            group.cancelAll()
        }
    }

    private func lane(of transport: any MailTransport, woken rings: AsyncStream<Void>) async {
        for await _ in rings {
            await self.tolerating {
                while !Task.isCancelled, try await self.sendNext(by: transport) {}
            }
            if Task.isCancelled { break }
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
        var count = 0
        while !Task.isCancelled, try await self.sendNext(by: self.transports[0]) { count += 1 }
        return count
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

    /// Sends one mail that is due; somebody waits for a link right now, so links come first.
    ///
    /// - Returns: `false` when none was due.
    func sendNext(by transport: any MailTransport) async throws -> Bool {
        if let link = try await self.proofs.begin() {
            try await self.patience.wait {
                try await self.proofs.conclude(link, await self.proofs.send(link, by: transport))
            }
            return true
        }
        let now = self.now()
        guard let attempt = try await self.database.transaction({ try self.sending.begin(now: now, in: $0) }) else {
            return false
        }
        // When a stop comes in between and the server does not answer in time, the attempt stays without an outcome and is
        // found as in doubt.
        try await self.patience.wait {
            try await self.conclude(attempt, await self.send(attempt, by: transport))
        }
        return true
    }

    func conclude(_ attempt: StartedAttempt, _ verdict: AttemptVerdict) async throws {
        let now = self.now()
        try await self.database.transaction { tx in
            _ = try self.sending.conclude(attempt.id, verdict, now: now, in: tx)
        }
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
