/// Walks through the bytes of a multipart body.
struct ByteReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Steps over `expected` when it stands here.
    mutating func take(_ expected: [UInt8]) -> Bool {
        guard self.bytes[self.position...].starts(with: expected) else { return false }
        self.position += expected.count
        return true
    }

    /// The bytes before `needle`, which is stepped over; `nil` when it does not come any more.
    mutating func take(until needle: [UInt8]) -> ArraySlice<UInt8>? {
        guard let found = self.find(needle) else { return nil }
        let taken = self.bytes[self.position..<found]
        self.position = found + needle.count
        return taken
    }

    /// Steps over everything up to and with `needle`.
    mutating func skip(through needle: [UInt8]) -> Bool { self.take(until: needle) != nil }

    /// A line without its CRLF.
    mutating func line() -> ArraySlice<UInt8>? { self.take(until: [13, 10]) }

    private func find(_ needle: [UInt8]) -> Int? {
        let first = needle[0]
        return self.bytes.withUnsafeBufferPointer { all -> Int? in
            var at = self.position
            while at + needle.count <= all.count {
                if all[at] == first {
                    var matched = 1
                    while matched < needle.count, all[at + matched] == needle[matched] { matched += 1 }
                    if matched == needle.count { return at }
                }
                at += 1
            }
            return nil
        }
    }
}
