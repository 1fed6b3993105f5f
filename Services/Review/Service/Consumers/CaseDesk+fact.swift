import Contracts
import Messaging
import MessagingLive
import Postgres
import ReviewDomain

/// A desk at which facts of other services are taken to a case.
extension CaseDesk {
    /// A desk for the fact that a handler has been given.
    init(_ office: ReviewOffice, _ context: MessageContext, in tx: Transaction) {
        self.init(
            tx: tx, office: office, now: context.now, identifiers: context.identifiers, causedBy: context.envelope)
    }

    /// The case that a fact is about, locked until the transaction ends.
    ///
    /// - Throws: `Parkable` when there is none.
    func subject(_ id: CaseID) throws -> Case {
        guard let subject = try CaseStore.find(id, .toChange(seen: nil), in: self.tx) else {
            throw Parkable(.rejected("unknown-case"))
        }
        return subject
    }

    /// Applies a rule of the case.
    ///
    /// - Throws: `Parkable` with the rule's code when it refuses.
    func applying<T>(_ rule: () throws(Problem) -> T) throws -> T {
        do {
            return try rule()
        } catch {
            throw Parkable(.rejected(error.code))
        }
    }
}
