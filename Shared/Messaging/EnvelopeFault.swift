public import Contracts

/// Why the envelope of an incoming message cannot be read: which part, and whether it is missing or malformed.
public struct EnvelopeFault: Error, Hashable, Sendable {
    /// The AMQP property or header: `message_id`, `type`, `sequence` …
    public let part: String
    /// Whether it was there at all.
    public let isMissing: Bool

    /// A fault of one part.
    public init(part: String, isMissing: Bool) {
        self.part = part
        self.isMissing = isMissing
    }

    /// The code under which the message is parked.
    public var reason: ParkReason { .envelope(self.part) }

    /// The same for the sender of a command, with the remedy.
    public var problem: Problem {
        .invalid(
            [
                FieldProblem(
                    field: self.part, code: self.isMissing ? "required" : "unreadable",
                    message: self.isMissing
                        ? "Properti atau header pesan ini wajib ada. Tambahkan, lalu kirim lagi."
                        : "Properti atau header pesan ini tidak dapat dibaca. Perbaiki bentuknya, lalu kirim lagi.")
            ], detail: "Amplop pesan tidak lengkap. Perbaiki bagian yang disebut, lalu kirim lagi.")
    }
}
