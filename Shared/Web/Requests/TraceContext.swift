/// The position of a request in a trace, W3C Trace Context level 1: read from the header `traceparent`, or made.
public struct TraceContext: Hashable, Sendable {
    /// 32 lower-case hexadecimal digits, not all zero: the same from the browser's click to the last message.
    public var traceID: String
    /// 16 lower-case hexadecimal digits: this request.
    public var spanID: String
    /// Whether the caller wants the trace kept.
    public var sampled: Bool

    /// The header's value; also what an outbox row carries.
    public var traceparent: String { "00-\(self.traceID)-\(self.spanID)-\(self.sampled ? "01" : "00")" }

    /// A new trace.
    public static func make(using random: inout some RandomNumberGenerator) -> TraceContext {
        TraceContext(
            traceID: self.hex(random.next() | 1) + self.hex(random.next()), spanID: self.hex(random.next() | 1),
            sampled: true)
    }

    /// A new span in the caller's trace; `nil` when the header is not one of version 00 or higher.
    public init?(continuing header: String, using random: inout some RandomNumberGenerator) {
        let parts = header.split(separator: "-", omittingEmptySubsequences: false)
        func isHex(_ text: Substring, _ count: Int) -> Bool {
            text.utf8.count == count
                && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        }
        guard parts.count >= 4, isHex(parts[0], 2), parts[0] != "ff", parts[0] != "00" || parts.count == 4,
            isHex(parts[1], 32), isHex(parts[2], 16), isHex(parts[3], 2),
            parts[1].contains(where: { $0 != "0" }), parts[2].contains(where: { $0 != "0" })
        else { return nil }
        self.traceID = String(parts[1])
        self.spanID = Self.hex(random.next() | 1)
        self.sampled = (UInt8(parts[3], radix: 16) ?? 0) & 1 == 1
    }

    private init(traceID: String, spanID: String, sampled: Bool) {
        self.traceID = traceID
        self.spanID = spanID
        self.sampled = sampled
    }

    private static func hex(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
