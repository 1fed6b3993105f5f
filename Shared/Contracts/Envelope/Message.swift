/// Something that travels as JSON under a fixed name and version.
public protocol MessageBody: Codable, Sendable {
    /// The name under which it is published.
    static var type: MessageType { get }
}

/// A fact, in the past tense, published by the one service that owns its stream.
public protocol Event: MessageBody {
    /// The value of the header `subject`: what the fact is about.
    var subject: String { get }
}

/// A request, in the imperative, answered with a ``CommandReply``.
public protocol Command: MessageBody {}

/// The answer to a command, on `layak.replies`; its type is `<command>.reply` in words: `reply.v1`.
public struct CommandReply: MessageBody, Hashable {
    public static let type: MessageType = "reply.v1"

    /// The command that is answered.
    public var command: MessageType
    /// Whether it was carried out. When `false`, nothing was changed and `problems` says why.
    public var accepted: Bool
    /// What was created or changed: a case or a complaint.
    public var id: String?
    /// The number that people use: case number or tracking code.
    public var number: String?
    /// The state after the command (a word of the table in the glossary).
    public var state: String?
    /// The version after the command, to be sent with the next one.
    public var version: Int?
    /// Why it was refused, and what to do.
    public var problems: [Problem]

    /// The command was carried out.
    public static func accepted(
        _ command: MessageType, id: String?, number: String? = nil, state: String? = nil, version: Int? = nil
    ) -> CommandReply {
        CommandReply(
            command: command, accepted: true, id: id, number: number, state: state, version: version, problems: [])
    }

    /// The command was refused and has changed nothing.
    public static func refused(_ command: MessageType, _ problems: [Problem]) -> CommandReply {
        CommandReply(
            command: command, accepted: false, id: nil, number: nil, state: nil, version: nil, problems: problems)
    }

    init(
        command: MessageType, accepted: Bool, id: String?, number: String?, state: String?, version: Int?,
        problems: [Problem]
    ) {
        self.command = command
        self.accepted = accepted
        self.id = id
        self.number = number
        self.state = state
        self.version = version
        self.problems = problems
    }
}
