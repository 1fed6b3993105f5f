public import Foundation
public import Logging

/// Writes every log event as one line of JSON: `time`, `level`, `label`, `message`, then the metadata.
public struct JSONLogHandler: LogHandler {
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?
    public var logLevel: Logger.Level
    private let label: String
    private let sink: @Sendable (String) -> Void
    private let now: @Sendable () -> Date

    /// A handler that writes to standard error.
    public init(
        label: String, level: Logger.Level, now: @escaping @Sendable () -> Date = { Date() },
        sink: @escaping @Sendable (String) -> Void = StandardError.write
    ) {
        self.label = label
        self.logLevel = level
        self.now = now
        self.sink = sink
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var all = self.metadataProvider?.get() ?? [:]
        all.merge(self.metadata) { _, new in new }
        if let more = event.metadata { all.merge(more) { _, new in new } }
        if let error = event.error, all["error"] == nil { all["error"] = .string(String(describing: type(of: error))) }
        var line = "{\"time\":\"\(self.now().formatted(Self.time))\",\"level\":\"\(event.level.rawValue)\",\"label\":"
        JSONText.append(self.label, to: &line)
        line += ",\"message\":"
        JSONText.append(event.message.description, to: &line)
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            line += ","
            JSONText.append(["time", "level", "label", "message"].contains(key) ? "meta." + key : key, to: &line)
            line += ":"
            JSONText.append(value, to: &line)
        }
        self.sink(line + "}\n")
    }

    private static let time = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}
