public import Logging
internal import Threading

/// Keeps everything that is logged, to look for what must not be there.
public final class CapturedLog: Sendable {
    private let lines = Locked<[String]>([])

    /// An empty log.
    public init() {}

    /// A logger that writes here, from trace on.
    public var logger: Logger {
        var logger = Logger(label: "captured") { _ in Handler(log: self) }
        logger.logLevel = .trace
        return logger
    }

    /// Every message with its metadata, one a line.
    public var text: String { self.lines.withLock { $0.joined(separator: "\n") } }

    private struct Handler: LogHandler {
        let log: CapturedLog
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { self.metadata[key] }
            set { self.metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = self.metadata.merging(event.metadata ?? [:]) { $1 }
            self.log.lines.withLock { $0.append("\(event.level) \(event.message) \(all)") }
        }
    }
}
