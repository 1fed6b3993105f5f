import Contracts
import Foundation
import Messaging
import MessagingLive
import Postgres
import ReviewDomain
import WorkingDays

/// One transaction in which a case is moved: where everything around a step is written once.
struct CaseDesk {
    /// The transaction.
    let tx: Transaction
    /// The deployed Review.
    let office: ReviewOffice
    /// The present moment, in whole milliseconds as messages carry it.
    let now: Date
    /// Where identifiers come from.
    let identifiers: IdentifierSource
    /// The message that led to the step.
    var causedBy: Envelope?
    /// The trace of the request that led to it.
    var traceparent: String?

    /// A desk at a moment.
    init(
        tx: Transaction, office: ReviewOffice, now: Date, identifiers: IdentifierSource, causedBy: Envelope? = nil,
        traceparent: String? = nil
    ) {
        self.tx = tx
        self.office = office
        self.now = Date(timeIntervalSince1970: (now.timeIntervalSince1970 * 1000).rounded(.down) / 1000)
        self.identifiers = identifiers
        self.causedBy = causedBy
        self.traceparent = traceparent
    }

    /// Carries out a command of a person.
    ///
    /// - Throws: `Problem.notFound` for a case of a unit where the person holds no role, as for one that does not exist.
    func carryOut<Action: CaseAction>(
        _ action: Action.Type, _ command: Action.Body, by actor: AuthenticatedActor
    ) throws -> CommandReply {
        guard var subject = try CaseStore.find(command.caseId, .toChange(seen: command.version), in: self.tx),
            CaseAccess.mayRead(subject.unit, actor)
        else { throw Problem.notFound("Perkara") }
        let before = subject.state
        try Action.perform(command, on: &subject, by: CaseAccess.worker(actor, at: subject.unit), at: self)
        try self.keep(subject, movedFrom: before)
        return .accepted(
            Action.Body.type, id: subject.id.description, number: subject.number, state: subject.state.rawValue,
            version: subject.version)
    }

    /// Writes a case that was moved, with its events and the work that has become available.
    func keep(_ subject: Case, movedFrom before: CaseState) throws {
        try CaseStore.save(subject, at: self.now, in: self.tx)
        try self.publish(subject, movedFrom: before)
    }

    /// Publishes what the steps of this moment have to tell.
    func publish(_ subject: Case, movedFrom before: CaseState?) throws {
        for event in subject.pendingEvents {
            try Outbox.append(
                event, at: self.now, by: .review, ids: self.identifiers, causedBy: self.causedBy,
                traceparent: self.traceparent, in: self.tx)
        }
        let isAvailable = subject.state != before || subject.pendingSteps.contains { $0.step == .giveBack }
        guard isAvailable, let task = subject.state.task else { return }
        try Outbox.append(
            worklist: WorklistEntry(
                caseId: subject.id, caseNumber: subject.number, unit: subject.unit, task: task.rawValue,
                title: subject.title, institution: subject.applicant.institution, version: subject.version,
                dueAt: subject.runningClock?.dueAt, arrivedAt: self.now),
            at: self.now, by: .review, ids: self.identifiers, causedBy: self.causedBy, traceparent: self.traceparent,
            in: self.tx)
    }

    /// The numbers of the items of the case's form.
    func items(of subject: Case) throws -> Set<String> {
        self.office.items(ofDefinition: try CaseStore.definition(of: subject.id, round: subject.round, in: self.tx))
    }

    /// The form of the case's present round.
    func form(of subject: Case) throws -> FormContent {
        guard let filing = try CaseStore.filing(of: subject.id, round: subject.round, in: self.tx) else {
            throw Problem.internal
        }
        return filing.form
    }

    /// The standard that the case is pinned to.
    ///
    /// - Throws: `Problem.unavailable` while Intake's message with it has not arrived.
    func standard(of subject: Case) throws -> ServiceStandard {
        guard let standard = try ReferenceStore.standard(subject.standard, in: self.tx) else {
            throw Problem.unavailable(retryAfter: 10)
        }
        return standard
    }

    /// The newest calendar, which stays the newest until the transaction ends.
    ///
    /// - Throws: `Problem.unavailable` before the first calendar is loaded.
    func calendar() throws -> WorkingDayCalendar {
        try ReferenceStore.lockCalendar(toChange: false, in: self.tx)
        guard let calendar = try ReferenceStore.calendar(in: self.tx) else {
            throw Problem.unavailable(retryAfter: 10)
        }
        return calendar
    }
}
