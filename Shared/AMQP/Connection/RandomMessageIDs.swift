/// Ids for mandatory messages that came without one: only to match a return on this connection.
struct RandomMessageIDs {
    private let connection = UInt64.random(in: .min ... .max)
    private var count: UInt64 = 0

    mutating func next() -> String {
        self.count += 1
        return "\(String(self.connection, radix: 16)).\(self.count)"
    }
}
