/// Why a connection or a call failed. The text names queues, exchanges and reasons, never contents or secrets.
public struct AMQPError: Error, Hashable, CustomStringConvertible {
    /// What kind of failure.
    public struct Code: Sendable, Hashable {
        enum Kind: Hashable {
            case configuration, unreachable, deadline, connectionLost, server(UInt16), cancelled, protocolViolation
        }
        let kind: Kind

        /// The configuration can never work.
        public static let configuration = Code(kind: .configuration)
        /// Nobody answers there.
        public static let unreachable = Code(kind: .unreachable)
        /// The peer did not answer in time; the connection was cut.
        public static let deadline = Code(kind: .deadline)
        /// The connection broke.
        public static let connectionLost = Code(kind: .connectionLost)
        /// The broker has ended the subscription: the queue was deleted or has moved.
        public static let cancelled = Code(kind: .cancelled)
        /// The peer does not speak AMQP 0-9-1 as agreed.
        public static let protocolViolation = Code(kind: .protocolViolation)
        /// The broker refused with a reply code of AMQP: 403 access, 404 not found, 406 precondition, 320 forced …
        public static func server(_ reply: UInt16) -> Code { Code(kind: .server(reply)) }

        /// The reply code, if the broker refused.
        public var reply: UInt16? { if case .server(let reply) = self.kind { reply } else { nil } }
    }

    /// What kind of failure.
    public let code: Code
    /// What happened, in words.
    public let message: String

    /// Whether a new connection may help without anybody repairing something.
    public var isRetriable: Bool {
        switch self.code.kind {
        case .unreachable, .deadline, .connectionLost, .cancelled, .protocolViolation: true
        case .server(let reply): reply != 403 && reply != 404 && reply != 406 && reply != 530
        case .configuration: false
        }
    }

    /// The message; safe to show.
    public var description: String { self.message }
}
