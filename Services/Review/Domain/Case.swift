public import Contracts
public import Foundation
public import WorkingDays

/// A request for a recommendation at the unit that decides on it.
///
/// Every behaviour is a file of its own (`Case+….swift`), pure, and all or nothing: it throws a ``Problem`` and has
/// changed nothing, or it moves the case, raises the version by one, and leaves a record and its events.
public struct Case: Sendable {
    /// The identity that Intake gave.
    public let id: CaseID
    /// The number that people use: `LYK-2026-0000-000123`.
    public let number: String
    /// The unit in charge.
    public let unit: UnitCode
    /// The version of the service standard that the case is pinned to: `0000@1`.
    public let standard: String
    /// Who asks. The name is personal and stays out of events and logs.
    public let applicant: Applicant
    /// Judul kegiatan, of the last round.
    public internal(set) var title: String
    /// Year of the activity, of the last round.
    public internal(set) var year: Int
    /// Codes of the regions of data collection; empty for all Indonesia.
    public internal(set) var regions: [String]
    /// 1 for the first submission.
    public internal(set) var round: Int
    /// When the last round was submitted.
    public internal(set) var submittedAt: Date
    /// Where the case stands.
    public internal(set) var state: CaseState
    /// Raised by one with every step; a command names the version that its sender saw.
    public internal(set) var version: Int
    /// The officer who has taken the case.
    public internal(set) var holder: Actor?
    /// Every clock that was opened, in order; at most the last one runs.
    public internal(set) var clocks: [LegalClock]
    /// The officer who examined the last round.
    public internal(set) var examiner: Actor?
    /// The day by which a returned file is to be completed or a requested correction answered; `nil` in other states, and
    /// for files that were returned before there was such a day.
    public internal(set) var answerBy: Day?
    /// Of the evaluation, one per evaluator.
    public internal(set) var opinions: [Opinion]
    /// What was discussed; set when the evaluation is closed.
    public internal(set) var minutes: String?
    /// The letter, from its first draft on.
    public internal(set) var letter: Letter?
    /// When Notify reported the delivery.
    public internal(set) var deliveredAt: Date?
    /// When the first rating came.
    public internal(set) var ratedAt: Date?
    /// Every step that was taken, in order.
    public internal(set) var history: [StepRecord]

    /// Events of the steps taken since the case was read.
    public private(set) var pendingEvents: [any Event] = []
    /// Records of the steps taken since the case was read.
    public private(set) var pendingSteps: [StepRecord] = []
    /// What the present step says about the items of the form: an examination, or what is missing.
    public internal(set) var pendingFindings: [Finding] = []
    /// What was filed with a round that was opened since the case was read.
    public internal(set) var pendingFiling: Filing?
    /// A word to the whole, of the present step.
    public internal(set) var pendingNote: String?

    /// A case as it was stored.
    public init(
        id: CaseID, number: String, unit: UnitCode, standard: String, applicant: Applicant, title: String, year: Int,
        regions: [String], round: Int, submittedAt: Date, state: CaseState, version: Int, holder: Actor?,
        clocks: [LegalClock], examiner: Actor?, answerBy: Day?, opinions: [Opinion], minutes: String?, letter: Letter?,
        deliveredAt: Date?, ratedAt: Date?, history: [StepRecord]
    ) {
        self.id = id
        self.number = number
        self.unit = unit
        self.standard = standard
        self.applicant = applicant
        self.title = title
        self.year = year
        self.regions = regions
        self.round = round
        self.submittedAt = submittedAt
        self.state = state
        self.version = version
        self.holder = holder
        self.clocks = clocks
        self.examiner = examiner
        self.answerBy = answerBy
        self.opinions = opinions
        self.minutes = minutes
        self.letter = letter
        self.deliveredAt = deliveredAt
        self.ratedAt = ratedAt
        self.history = history
    }

    /// The clock that runs now.
    public var runningClock: LegalClock? { self.clocks.last.flatMap { $0.isRunning ? $0 : nil } }

    /// Steps that this person may take now; what a page offers.
    public func steps(open worker: CaseWorker) -> Set<CaseStep> {
        Set(
            StateTable.lines.filter { line in
                guard case .role(let role) = line.mover, worker.roles.contains(role), line.from.contains(self.state)
                else { return false }
                switch line.step {
                case .take: return self.holder == nil
                case .signLetter: return !self.isAuthorOfLetter(worker.actor.personId)
                default: return !line.holderOnly || self.holder?.personId == worker.actor.personId
                }
            }.map(\.step))
    }

    /// Whether a person drafted the letter or wrote its present words.
    public func isAuthorOfLetter(_ person: PersonID) -> Bool {
        guard let letter = self.letter else { return false }
        return letter.draftedBy.personId == person || letter.lastEditedBy.personId == person
    }

    /// Checks role, version, state and holder, in this order, before a person's step.
    func check(_ step: CaseStep, version: Int, by worker: CaseWorker) throws(Problem) {
        // A step without a line or with another mover cannot be asked for by a person.
        guard let line = StateTable.line(step), case .role(let role) = line.mover, worker.roles.contains(role) else {
            throw .forbidden
        }
        try self.checkVersion(version)
        guard line.from.contains(self.state) else { throw .illegalStep(step, in: self.state) }
        if line.holderOnly, self.holder?.personId != worker.actor.personId {
            throw .notHeld(by: self.holder)
        }
    }

    private func checkVersion(_ seen: Int) throws(Problem) {
        guard seen != self.version else { return }
        throw .staleVersion(seen: seen, current: self.version, since: self.history.filter { $0.version > seen })
    }

    /// Leaves the record of a step that was taken, and its event.
    mutating func record(_ step: CaseStep, by actor: Actor?, at now: Date, event: (any Event)? = nil) {
        self.version += 1
        let record = StepRecord(
            version: self.version, step: step, state: self.state, round: self.round, by: actor, at: now)
        self.history.append(record)
        self.pendingSteps.append(record)
        if let event { self.pendingEvents.append(event) }
    }
}
