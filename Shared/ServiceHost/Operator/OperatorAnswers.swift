internal import Contracts
internal import Foundation
internal import Messaging
internal import MessagingLive

/// A parked message as the list shows it.
struct ParkedAnswer: Encodable {
    let id: Int
    let queue: String
    let sender: String
    let messageId: String
    let type: String?
    let subject: String?
    let sequence: Int64?
    let reason: String
    let attempts: Int
    let bytes: Int
    let parkedAt: Date
    let replayable: Bool

    init(_ message: ParkedMessage) {
        self.id = message.id
        self.queue = message.queue
        self.sender = message.sender
        self.messageId = message.messageID.description
        self.type = message.type
        self.subject = message.subject
        self.sequence = message.sequence
        self.reason = message.reason.rawValue
        self.attempts = message.attempts
        self.bytes = message.bodySize
        self.parkedAt = message.parkedAt
        self.replayable = message.isReplayable
    }
}

/// The answer to `GET /api/v1/parked`.
struct ParkedListAnswer: Encodable {
    let total: Int
    let groups: [ParkedGroup]
    let messages: [ParkedAnswer]
    /// What `after` must be for the next page; absent on the last.
    let next: Int?

    init(groups: [ParkedGroup], messages: [ParkedMessage], page: Int) {
        self.total = groups.reduce(0) { $0 + $1.count }
        self.groups = groups
        self.messages = messages.map { ParkedAnswer($0) }
        self.next = messages.count == page ? messages.last?.id : nil
    }
}

/// The answer to `GET /api/v1/parked/{id}`.
struct ParkedDetailAnswer: Encodable {
    struct Action: Encodable {
        let action: String
        let reason: String?
        let person: PersonID
        let name: String
        let at: Date
    }

    let message: ParkedAnswer
    let history: [ParkedDetail.Attempt]
    let actions: [Action]
    let replayedAt: Date?
    let discardedAt: Date?
    /// JSON as text, with what could be personal masked; absent when the body is not JSON.
    let maskedBody: String?

    init(_ detail: ParkedDetail) {
        self.message = ParkedAnswer(detail.message)
        self.history = detail.history
        self.actions = detail.actions.map {
            Action(
                action: $0.kind?.rawValue ?? "other", reason: $0.reason, person: $0.by.person, name: $0.by.name,
                at: $0.at)
        }
        self.replayedAt = detail.message.replayedAt
        self.discardedAt = detail.discardedAt
        self.maskedBody = detail.maskedBody
    }
}

/// A replay run.
struct ReplayAnswer: Encodable {
    let id: String
    let state: String
    /// Why it stopped.
    let reason: String?
    let perSecond: Double
    /// The selection, as JSON text.
    let selection: String
    let person: PersonID
    let name: String
    let createdAt: Date
    let messages: [String: Int]

    init(_ run: ReplayRun) {
        self.id = run.id.uuidString.lowercased()
        self.state = run.state?.rawValue ?? "other"
        self.reason = run.reason
        self.perSecond = run.perSecond
        self.selection = run.selection
        self.person = run.by.person
        self.name = run.by.name
        self.createdAt = run.createdAt
        self.messages = run.messages
    }
}

/// The answer to `GET /api/v1/replays`.
struct ReplayListAnswer: Encodable {
    let replays: [ReplayAnswer]
}
