import Contracts
import Foundation
import Postgres

/// SQL of the commands' inbox: the reply that each was given. Insert-only, and one reply for each command, which
/// ``lock(_:_:_:_:)`` sees to: the table's key holds the time as well, by which it is partitioned.
enum CommandStore {
    /// Lets copies of one command stand in line until the transaction ends.
    static func lock(_ queue: String, _ sender: String, _ message: MessageID, _ tx: Transaction) throws {
        let key = "\(queue)|\(sender)|\(message)"
        try tx.enqueue("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(\(key), 0))) AS l")
    }

    static func reply(
        _ queue: String, _ sender: String, _ message: MessageID, _ tx: Transaction
    ) throws -> CommandReply? {
        try tx.first(
            """
            SELECT reply FROM command_reply
             WHERE queue = \(queue) AND sender = \(sender) AND message_id = \(message.uuid)
            """
        ) { try ContractJSON.decode(CommandReply.self, from: try $0.get("reply", as: [UInt8].self)) }
    }

    static func insert(
        _ queue: String, _ sender: String, _ message: MessageID, _ reply: CommandReply, _ tx: Transaction
    ) throws {
        try tx.enqueue(
            """
            INSERT INTO command_reply (queue, sender, message_id, reply)
            VALUES (\(queue), \(sender), \(message.uuid), \(try ContractJSON.encode(reply)))
            """)
    }
}
