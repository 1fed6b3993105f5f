public import Contracts

/// Which broker users may send commands, as what, and where each reads its answers.
///
/// A reply goes to the queue of whoever sent the command and to no other: otherwise one program could have answers put
/// into another's queue.
public struct CommandSenders: Hashable, Sendable {
    private let programs: [String: BrokerTopology.CommandProgram]

    /// Programs by the name of their broker user.
    public init(_ programs: [String: BrokerTopology.CommandProgram]) { self.programs = programs }

    /// The programs of a topology.
    public init(_ topology: BrokerTopology) {
        var programs: [String: BrokerTopology.CommandProgram] = [:]
        for user in topology.users { programs[user.name] = user.program }
        self.programs = programs
    }

    /// The programs of Layak's own topology.
    public static let layak = CommandSenders(.layak)

    /// Where this user reads answers; `nil` for whoever may send no command at all.
    public func replies(of user: String) -> String? { self.programs[user]?.replies }

    /// Whether this user may send the command. A command that the catalogue does not know has no sender.
    public func allows(_ user: String, toSend command: MessageType) -> Bool {
        guard let sender = CommandCatalogue.sender(of: command) else { return false }
        return self.programs[user]?.sender == sender
    }
}
