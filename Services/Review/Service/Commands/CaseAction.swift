import Contracts
import Messaging
import ReviewDomain

/// What one command does to a case. Pages, the API and AMQP all come through here.
protocol CaseAction: Sendable {
    /// The command.
    associatedtype Body: CaseCommand
    /// The name under which the AMQP side logs and measures it.
    static var consumer: ConsumerName { get }
    /// Moves the case and writes what belongs to the step alone; the desk writes the rest.
    ///
    /// - Throws: a `Problem` when the rules refuse it; then nothing is kept.
    static func perform(_ command: Body, on subject: inout Case, by worker: CaseWorker, at desk: CaseDesk) throws
}

extension CaseAction {
    /// The last word of the API's address: `declare-complete`.
    static var name: String {
        String(Body.type.name.dropFirst("case.".count).prefix { $0 != "." })
    }
}
