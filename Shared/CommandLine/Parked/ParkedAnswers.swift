import Foundation

/// What the operator's face answers, as far as the command line shows it.
struct ParkedList: Decodable {
    struct Group: Decodable {
        let queue: String
        let type: String?
        let reason: String
        let count: Int
        let oldest: String
        let newest: String
    }

    struct Message: Decodable {
        let id: Int
        let queue: String
        let type: String?
        let subject: String?
        let reason: String
        let attempts: Int
        let parkedAt: String
    }

    let total: Int
    let groups: [Group]
    let messages: [Message]
    let next: Int?

    /// A line for each cause.
    var causes: [String] {
        self.groups.map { group in
            "\(group.count)  \(group.queue)  \(group.type ?? "-")  \(group.reason)  since \(group.oldest)"
        }
    }

    /// Lines for a terminal; columns are divided by two spaces.
    var lines: [String] {
        var lines = ["\(self.total) parked"] + self.causes
        if !self.messages.isEmpty { lines.append("") }
        for message in self.messages {
            lines.append(
                "\(message.id)  \(message.parkedAt)  \(message.type ?? "-")  \(message.subject ?? "-")  \(message.reason)  "
                    + "\(message.attempts) attempts")
        }
        if let next { lines.append("more: --after \(next)") }
        return lines
    }
}

/// A replay run.
struct ReplayState: Decodable {
    let id: String
    let state: String
    let reason: String?
    let perSecond: Double
    let name: String
    let createdAt: String
    let messages: [String: Int]

    /// One line for a terminal.
    var line: String {
        let counts = self.messages.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        let why = self.reason.map { " (\($0))" } ?? ""
        return "\(self.id)  \(self.state)\(why)  \(counts)  at most \(self.perSecond)/s  "
            + "by \(self.name) \(self.createdAt)"
    }
}

/// All runs of late.
struct ReplayStates: Decodable {
    let replays: [ReplayState]
}
