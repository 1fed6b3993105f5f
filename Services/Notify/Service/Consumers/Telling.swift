import Contracts
import Foundation
import Messaging
import NotifyDomain
import Postgres

/// What all handlers that tell an applicant something have in common.
struct Telling: Sendable {
    let notices: NoticeStore
    let bell: SendingBell

    /// Keeps a notice to the applicant of a case.
    ///
    /// - Throws: parks the message when the case is unknown: its opening comes first in the same stream, so it is not late.
    func tell(
        _ kind: NoticeKind, _ caseID: CaseID, letter: LetterID? = nil, facts: NoticeValues, at moment: Date,
        in tx: Transaction, context: MessageContext
    ) throws {
        guard let known = try KnowledgeStore.knownCase(caseID, in: tx) else {
            throw Parkable(reason: .rejected("unknown-case"))
        }
        let common = NoticeValues(texts: [
            .caseNumber: known.number, .title: known.title, .year: "\(known.year)", .institution: known.institution,
        ])
        let notice = StoredNotice(
            id: context.identifiers.next(at: context.now), kind: kind, caseID: caseID, personID: known.applicantID,
            letterID: letter, facts: common.merging(facts), occurredAt: moment, clockEnd: known.clockEnd,
            cause: NoticeCause(context.envelope))
        try self.notices.tell(notice, now: context.now, in: tx)
        tx.afterCommit { self.bell.ring() }
    }

    /// A remark with the number of its item: `Butir 3.1: …`.
    static func text(of remark: Remark) -> String { "Butir \(remark.item): \(remark.text)" }
}
