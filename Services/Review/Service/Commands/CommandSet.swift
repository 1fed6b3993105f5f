import Contracts
import Messaging
import MessagingLive

/// Every command about a case, in one list: the AMQP handlers and the API's addresses are made of it.
enum CommandSet {
    /// The actions, in the order of a case's way.
    static let actions: [any CaseAction.Type] = [
        TakeAction.self, GiveBackAction.self, ReturnAction.self, DeclareCompleteAction.self, ExamineAction.self,
        OpenEvaluationAction.self, GiveOpinionAction.self, CloseEvaluationAction.self, DraftLetterAction.self,
        SignLetterAction.self,
    ]

    /// The handlers of ``MessagingLive/CommandConsumer``.
    static func handlers(_ office: ReviewOffice) -> [AnyCommandHandler] {
        func handler<Action: CaseAction>(_ action: Action.Type) -> AnyCommandHandler {
            AnyCommandHandler(CaseCommandHandler<Action>(office: office))
        }
        return self.actions.map { handler($0) }
    }
}
