/// The keys of everything that messaging logs; the messages themselves are constant.
enum MessagingLogKey {
    static let messageID = "message.id"
    static let messageType = "message.type"
    static let subject = "message.subject"
    static let sequence = "message.sequence"
    static let traceID = "trace.id"
    static let consumer = "messaging.consumer"
    static let queue = "messaging.queue"
    static let attempt = "messaging.attempt"
    static let reason = "messaging.reason"
    static let outcome = "messaging.outcome"
    static let count = "messaging.count"
    static let epoch = "relay.epoch"
    static let timer = "timer.name"
    static let peer = "messaging.peer"
    static let replayRun = "replay.run"
    static let error = "error"
}
