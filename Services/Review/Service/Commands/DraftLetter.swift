import Contracts
import Messaging
import ReviewDomain

/// The letter is drafted, or drafted anew.
enum DraftLetterAction: CaseAction {
    static let consumer: ConsumerName = "review.draft-letter"

    static func perform(_ command: DraftLetter, on subject: inout Case, by worker: CaseWorker, at desk: CaseDesk) throws
    {
        try subject.draftLetter(
            command, by: worker, newLetter: desk.identifiers.next(at: desk.now), at: desk.now)
        guard let letter = subject.letter else { return }
        let document = LetterTemplate.compose(
            letter, of: subject, form: try desk.form(of: subject), standard: try desk.standard(of: subject),
            office: desk.office)
        try LetterStore.saveDraft(letter, try LetterContent.freeze(document), of: subject, in: desk.tx)
    }
}
