public import Foundation
public import Postgres

/// Does what a timer of one name asks for, in the transaction that marks it as fired.
public struct TimerHandler: Sendable {
    /// The name of the timers that it answers.
    public let name: String
    let fire: @Sendable (ArmedTimer, Transaction, Date) throws -> Void

    /// A handler of all timers of this name.
    ///
    /// - Parameter fire: gets the timer, the transaction and the present moment. Throwing rolls back, and the timer is
    ///   tried again later; other timers go on.
    public init(name: String, fire: @escaping @Sendable (ArmedTimer, Transaction, Date) throws -> Void) {
        self.name = name
        self.fire = fire
    }
}
