/// Which statements a connection has prepared: those seen for the second time, at most `capacity`.
struct StatementCache {
    /// A statement is the same when its text and the types of its parameters are.
    struct Key: Hashable {
        var text: String
        var types: [UInt32]
    }

    struct Prepared: Equatable {
        var name: String
        /// Whether the result has only types that are read in binary.
        var isBinary: Bool
    }

    enum Advice: Equatable {
        /// Prepared already.
        case use(Prepared)
        /// Prepare it under this name; first drop the one named second, which was not used for longest.
        case prepare(name: String, dropping: String?)
        /// Seen for the first time: send it as it is.
        case sendPlain
    }

    private struct Entry {
        var prepared: Prepared
        var lastUse: Int
    }

    private let capacity: Int
    private var entries: [Key: Entry] = [:]
    private var seenOnce: Set<Key> = []
    private var clock = 0

    init(capacity: Int) { self.capacity = capacity }

    mutating func advise(_ key: Key) -> Advice {
        self.clock += 1
        // Looked up once: a statement's text is long.
        if let place = self.entries.index(forKey: key) {
            self.entries.values[place].lastUse = self.clock
            return .use(self.entries.values[place].prepared)
        }
        guard self.seenOnce.remove(key) != nil else {
            if self.seenOnce.count >= self.capacity * 4 { self.seenOnce.removeAll() }
            self.seenOnce.insert(key)
            return .sendPlain
        }
        var dropped: String?
        if self.entries.count >= self.capacity,
            let oldest = self.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            self.entries[oldest.key] = nil
            dropped = oldest.value.prepared.name
        }
        return .prepare(name: "s\(self.clock)", dropping: dropped)
    }

    mutating func remember(_ key: Key, as prepared: Prepared) {
        self.entries[key] = Entry(prepared: prepared, lastUse: self.clock)
    }
}
